// Draws [data-chart] after first paint. The table under each chart holds the same figures.
(() => {
  "use strict";
  const me = document.currentScript;
  const COLOURS = ["#0b5f5a", "#d98a06", "#2f6fbd", "#8f45b5", "#2f9440", "#c93030", "#8b9294"];
  const INK = "#4d5a5f";
  const LINE = "#e2ddd2";
  const font = () => getComputedStyle(document.body).fontFamily;
  let loading = null;

  const load = () => loading ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = me.dataset.echarts;
    script.onload = () => done(window.echarts);
    script.onerror = failed;
    document.head.append(script);
  });

  const cartesian = (kind, data) => {
    const flat = kind === "hbar";
    const labels = { type: "category", data: data.labels, inverse: flat, axisTick: { show: false }, axisLine: { lineStyle: { color: LINE } }, axisLabel: { color: INK, fontSize: 14, hideOverlap: true } };
    const values = flat ? { type: "value", show: false } : { type: "value", minInterval: data.whole === false ? 0 : 1, splitLine: { lineStyle: { color: LINE } }, axisLabel: { color: INK, fontSize: 14 } };
    return {
      grid: { left: 4, right: flat ? 44 : 12, top: data.series.length > 1 ? 36 : 16, bottom: 4, containLabel: true },
      xAxis: flat ? values : labels,
      yAxis: flat ? labels : values,
      series: data.series.map((s) => ({
        name: s.name, data: s.values, type: kind === "line" ? "line" : "bar",
        stack: kind === "stack" ? "all" : undefined, barMaxWidth: 28, smooth: false, symbolSize: 7,
        label: { show: flat, position: "right", color: INK, fontSize: 14 },
        emphasis: { disabled: true }, itemStyle: { borderRadius: kind === "stack" ? 0 : flat ? [0, 3, 3, 0] : [3, 3, 0, 0] },
      })),
    };
  };
  const pie = (data) => ({
    series: [{
      type: "pie", radius: ["45%", "72%"], emphasis: { disabled: true },
      data: data.labels.map((name, i) => ({ name, value: data.series[0].values[i] })),
      label: { color: INK, fontSize: 14, formatter: "{b} {c}" },
    }],
  });
  const options = (kind, data) => kind === "graph" || kind === "option" ? data.option : {
    ...(kind === "pie" ? pie(data) : cartesian(kind, data)),
    legend: { show: kind !== "pie" && data.series.length > 1, top: 0, left: 0, itemWidth: 14, textStyle: { color: INK, fontSize: 14 } },
    // rich text: the tooltip must not write style attributes, the content policy forbids them
    tooltip: { trigger: kind === "pie" ? "item" : "axis", renderMode: "richText", confine: true, textStyle: { fontSize: 14 } },
  };

  const draw = (echarts, box) => {
    if (box.dataset.drawn) return;
    const data = JSON.parse(document.getElementById(box.dataset.chartData).textContent);
    const chart = echarts.init(box, null, { renderer: "svg" });
    chart.setOption({ animation: false, color: COLOURS, textStyle: { fontFamily: font(), fontSize: 14 }, ...options(box.dataset.chart, data) });
    box.dataset.drawn = "1";
    new ResizeObserver(() => chart.resize()).observe(box);
  };
  const all = async (root) => {
    const boxes = [...root.querySelectorAll("[data-chart]")];
    if (!boxes.length) return;
    try {
      const echarts = await load();
      boxes.forEach((box) => draw(echarts, box));
    } catch {
      root.querySelectorAll(".zc-chart-box details").forEach((table) => { table.open = true; });
    }
  };
  const idle = window.requestIdleCallback ?? ((run) => setTimeout(run, 50));
  const start = () => idle(() => all(document));
  if (document.readyState === "complete") start(); else window.addEventListener("load", start);
  document.addEventListener("htmx:load", (event) => { if (event.detail.elt !== document.body) all(event.detail.elt); });
})();
