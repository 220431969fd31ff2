// Makes icons.svg, one <symbol> per name in icons.txt: npm install @tabler/icons@3.51.0   then   node icons.cjs OUTPUT
const fs = require("fs");
const path = require("path");
const names = fs.readFileSync(path.join(__dirname, "icons.txt"), "utf8").split(/\s+/).filter(Boolean).sort();
const pen = 'viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"';
const symbol = (name) => {
  const drawn = fs.readFileSync(require.resolve(`@tabler/icons/outline/${name}.svg`), "utf8");
  const inside = drawn.replace(/^[\s\S]*?<svg[^>]*>/, "").replace("</svg>", "")
    .replace('<path stroke="none" d="M0 0h24v24H0z" fill="none" />', "").replace(/\s*\n\s*/g, "").trim();
  return `<symbol id="${name}" ${pen}>${inside}</symbol>`;
};
const head = "<!-- Tabler Icons 3.51.0, MIT, https://tabler.io/icons -->";
fs.writeFileSync(process.argv[2], `<svg xmlns="http://www.w3.org/2000/svg">\n${head}\n${names.map(symbol).join("\n")}\n</svg>\n`);
console.log(`${names.length} icons`);
