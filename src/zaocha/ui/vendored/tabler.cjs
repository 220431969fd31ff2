// Makes tabler.min.css: drops the rules that we do not use, keeps the light theme, works out modern colours.
// npm install @tabler/core@1.6.1 postcss clean-css culori   then   node tabler.cjs OUTPUT
const fs = require("fs");
const path = require("path");
const postcss = require("postcss");
const CleanCSS = require("clean-css");
const { parse, formatHex, formatHex8, interpolate, converter } = require("culori");

const LIST = fs.readFileSync(path.join(__dirname, "classes.txt"), "utf8");
const KEPT = LIST.split("\n").filter((line) => line && !line.startsWith("#")).map((line) => new RegExp(`^(?:${line})$`));
const DARK = /color-scheme|data-bs-theme|prefers-color/;
const ALWAYS = /^--tblr-(primary|red|green|yellow|orange|blue|secondary|gray|body|border)/;
const root = postcss.parse(fs.readFileSync(require.resolve("@tabler/core/dist/css/tabler.css"), "utf8"));
const rgb = converter("rgb");
const hex = (colour) => { const c = rgb(colour); return c.alpha !== undefined && c.alpha < 0.999 ? formatHex8(c) : formatHex(c); };

// "a, b(c, d)" → ["a", "b(c, d)"]
const split = (text) => {
  const parts = [""];
  let depth = 0;
  for (const ch of text) {
    depth += ch === "(" ? 1 : ch === ")" ? -1 : 0;
    if (ch === "," && depth === 0) parts.push(""); else parts[parts.length - 1] += ch;
  }
  return parts.map((part) => part.trim());
};
// replaces each call of a function, the last first, by what `make` says of its arguments; null leaves it
const each = (value, name, make) => {
  for (let at = value.lastIndexOf(`${name}(`); at >= 0; at = at ? value.lastIndexOf(`${name}(`, at - 1) : -1) {
    let depth = 0;
    let end = at + name.length;
    for (; end < value.length; end++) {
      if (value[end] === "(") depth++;
      if (value[end] === ")" && --depth === 0) break;
    }
    const made = make(value.slice(at + name.length + 1, end));
    if (made !== null) value = value.slice(0, at) + made + value.slice(end + 1);
  }
  return value;
};
const everywhere = (name, make) => root.walkDecls((d) => { d.value = each(d.value, name, make); });

everywhere("light-dark", (args) => split(args)[0]);
everywhere("oklch", (args) => {
  if (/^from|var|calc/.test(args)) return null;
  const colour = parse(`oklch(${args.replace("deg", "").replace(/none/g, "0")})`);
  return colour ? hex(colour) : null;
});

// variables that only :root sets are constants
const constants = {};
const local = new Set();
root.walkRules((rule) => {
  const isRoot = rule.selectors.some((s) => s.trim() === ":root");
  rule.walkDecls(/^--/, (d) => { if (isRoot) constants[d.prop] = d.value; else local.add(d.prop); });
});
const solve = (value, depth = 0) => depth > 8 ? null : each(value, "var", (args) => {
  const [name] = split(args);
  return name in constants && !local.has(name) ? solve(constants[name], depth + 1) : null;
});
const share = (part) => {
  const after = part.match(/^(.*?)\s+([\d.]+)%$/);
  const before = part.match(/^([\d.]+)%\s+(.*)$/);
  return after ? [after[1], after[2] / 100] : before ? [before[2], before[1] / 100] : [part, null];
};
const mixed = (args) => {
  const solved = solve(args);
  if (!solved || /var|calc|currentcolor/i.test(solved)) return null;
  const [, one, two] = split(solved);
  const [nameA, partA] = share(one);
  const [nameB, partB] = share(two);
  const [a, b] = [parse(nameA), parse(nameB)];
  const weight = partA ?? (partB !== null ? 1 - partB : 0.5);
  if (nameB === "transparent" && a) return hex({ ...rgb(a), alpha: (a.alpha ?? 1) * weight });
  if (nameA === "transparent" && b) return hex({ ...rgb(b), alpha: (b.alpha ?? 1) * (1 - weight) });
  return a && b ? hex(interpolate([b, a], "oklab")(weight)) : null;
};
everywhere("color-mix", mixed);
everywhere("calc", (args) => {
  const times = solve(args)?.match(/^([\d.]+)\s*\*\s*100%$/);
  return times ? `${times[1] * 100}%` : null;
});
everywhere("color-mix", (args) => { // a colour with an opacity that nobody sets
  const [, one, two] = split(args);
  const full = one.match(/^(.*?)\s+calc\(var\(--tblr-[\w-]*opacity[\w-]*(,\s*1)?\)\s*\*\s*100%\)$/);
  return full && two === "transparent" ? full[1] : null;
});
everywhere("color-mix", mixed);
everywhere("oklch", (args) => { // a shade of a constant
  const shade = args.match(/^from var\((--[\w-]+)\) calc\(l ([-+]) ([\d.]+)\) c h$/);
  const colour = shade && constants[shade[1]] && converter("oklch")(parse(constants[shade[1]]));
  return colour ? hex({ ...colour, l: colour.l + (shade[2] === "-" ? -1 : 1) * shade[3] }) : null;
});

root.walkDecls(/^--tblr-(text|bg|link|border)-opacity$/, (d) => d.remove());
const wanted = (selector) => {
  if (DARK.test(selector)) return false;
  const names = [...selector.replace(/\[[^\]]*\]/g, "").matchAll(/\.((?:\\.|[\w-])+)/g)];
  return names.every((m) => KEPT.some((pattern) => pattern.test(m[1].replace(/\\/g, ""))));
};
root.walkRules((rule) => {
  if (rule.parent.type === "atrule" && /keyframes/.test(rule.parent.name)) return;
  const kept = rule.selectors.filter(wanted);
  if (kept.length) rule.selectors = kept; else rule.remove();
});
root.walkAtRules("import", (rule) => rule.remove());
root.walkComments((comment) => comment.remove());
const text = root.toString();
root.walkAtRules(/keyframes/, (rule) => { if (!new RegExp(`animation[^;]*${rule.params}\\b`).test(text)) rule.remove(); });
for (let dropped = 1; dropped;) { // variables that nobody reads, until none is left
  dropped = 0;
  const read = new Set([...root.toString().matchAll(/var\(\s*(--[\w-]+)/g)].map((m) => m[1]));
  root.walkDecls(/^--/, (d) => { if (!read.has(d.prop) && !ALWAYS.test(d.prop)) { d.remove(); dropped++; } });
  root.walkRules((rule) => { if (!rule.nodes.length) rule.remove(); });
}
root.walkAtRules("media", (rule) => { if (!rule.nodes.length) rule.remove(); });

const small = new CleanCSS({ level: { 1: { specialComments: "none" } } }).minify(root.toString());
if (small.errors.length) throw new Error(small.errors.join("\n"));
const head = "/*! Tabler 1.6.1 | MIT | https://tabler.io | unused rules removed, see README.md */\n";
fs.writeFileSync(process.argv[2], `${head}${small.styles}\n`);
console.log(`${small.styles.length} bytes`);
