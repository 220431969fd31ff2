// The charts that we use: npm install echarts@6.1.0 esbuild   then
// esbuild echarts.js --bundle --minify --format=iife --global-name=echarts --target=es2019 --legal-comments=none
//   --outfile=OUTPUT
import * as echarts from "echarts/core";
import { BarChart, GraphChart, LineChart, PieChart } from "echarts/charts";
import { AriaComponent, DatasetComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent }
  from "echarts/components";
import { SVGRenderer } from "echarts/renderers";

echarts.use([
  BarChart, LineChart, PieChart, GraphChart, GridComponent, TooltipComponent, LegendComponent, AriaComponent,
  MarkLineComponent, DatasetComponent, SVGRenderer,
]);
export const init = echarts.init;
export const version = echarts.version;
