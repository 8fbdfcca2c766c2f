/** The page's one style sheet: light and dark, narrow and wide, screen and paper. */
export const pageStyle = `
:root{color-scheme:light dark;--bg:#f6f7f9;--card:#fff;--ink:#1c2430;--soft:#5c6675;--line:#dde2e9;--accent:#1f5fd0;--add:#16753b;--addbg:#e3f5ea;--change:#855600;--changebg:#fdf2d8;--del:#b3261e;--delbg:#fde9e7;--found:#4a4f9e;--foundbg:#ebecfb;--hit:#e0483e}
@media (prefers-color-scheme:dark){:root{--bg:#12161c;--card:#1a2029;--ink:#e4e9f0;--soft:#9aa6b5;--line:#303946;--accent:#7fabff;--add:#7ddb9d;--addbg:#14301f;--change:#f0c368;--changebg:#36290c;--del:#ff9a92;--delbg:#40191a;--found:#b3b8ff;--foundbg:#252850;--hit:#ff6b60}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:1120px;margin:0 auto;padding:24px 20px 60px}
h1{font-size:1.5rem;margin:0 0 4px}h2{font-size:1.15rem;margin:0;display:inline}h3{font-size:1rem;margin:20px 0 8px}
p{margin:6px 0}code,.mono{font:13px/1.5 ui-monospace,"Cascadia Mono",Consolas,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
a{color:var(--accent)}.soft{color:var(--soft)}
.total{font-size:1.05rem;margin:0 0 16px}
form{position:sticky;top:0;z-index:2;display:flex;flex-wrap:wrap;gap:10px;align-items:end;background:var(--card);border:1px solid var(--line);border-radius:10px;padding:10px 14px;margin:0 0 18px;box-shadow:0 2px 8px #0001}
form[hidden]{display:none}
label{display:flex;flex-direction:column;font-size:.78rem;color:var(--soft);gap:2px}
label.text{flex:1 1 180px}
select,input{font:inherit;font-size:.95rem;color:var(--ink);background:var(--bg);border:1px solid var(--line);border-radius:7px;padding:5px 8px;min-width:120px;width:100%;height:34px}
output{font-size:.85rem;color:var(--soft);padding-bottom:6px;min-width:9em}
.host{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:14px 18px;margin:0 0 18px}
.host>summary,.host>header{cursor:pointer}.host[open]>summary{margin-bottom:8px}main>p,.fleet{margin:10px 0}.host>summary .soft{margin-left:8px}
.entry{border-top:1px solid var(--line);padding:12px 0 10px}
.head{display:flex;flex-wrap:wrap;gap:4px 10px;align-items:baseline}
td code,.head b{white-space:pre-wrap}.head b{overflow-wrap:anywhere;min-width:0}
.badge{font-size:.75rem;font-weight:600;border-radius:20px;padding:1px 10px;white-space:nowrap;color:var(--found);background:var(--foundbg)}
.create .badge{color:var(--add);background:var(--addbg)}.update .badge,.changed .badge,.extra .badge,.rename .badge{color:var(--change);background:var(--changebg)}.delete .badge,.missing .badge{color:var(--del);background:var(--delbg)}
.place{font-size:12px;color:var(--soft);margin-left:auto}
table{border-collapse:collapse;width:100%;margin:8px 0}th,td{text-align:left;vertical-align:top;padding:3px 10px 3px 0;border-bottom:1px solid var(--line);font-size:13px}
th{font-weight:600;color:var(--soft);font-size:12px}tbody tr:last-child>*{border-bottom:0}
.diff{table-layout:fixed}.diff th:nth-child(1){width:34%}.diff th:nth-child(4){width:19%}
.old{color:var(--del)}.new{color:var(--add)}.compared .old,.compared .new{color:inherit}
.note{border-left:3px solid var(--line);padding:2px 10px;margin:6px 0;overflow-wrap:anywhere}
.note.risk,.note.warning,.finding.warning{border-color:var(--change)}.note.refusal,.note.bad,.finding.error{border-color:var(--del)}
.finding{border-left:3px solid var(--found);padding:1px 10px;margin:6px 0;font-size:.9rem;overflow-wrap:anywhere}
.impact{font-size:.9rem}
.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:8px;padding:6px;background:var(--bg)}
svg.timeline{display:block;max-width:none;font:12px system-ui,sans-serif;fill:var(--ink)}
.timeline .clock{text-anchor:middle;fill:var(--soft);font-size:11px}
.timeline .dim{opacity:.2}.timeline .hour{stroke:var(--line);stroke-width:.5}.timeline .six{stroke:var(--soft);stroke-width:.7;opacity:.6}.timeline .base{stroke:var(--line)}
.timeline .tick,.legend .tick{stroke:var(--accent);stroke-width:3;stroke-linecap:round}.timeline .hits{fill:var(--hit);opacity:.25}.legend .hit{fill:var(--hit);opacity:.25}.timeline .clash,.legend .clash{stroke:var(--hit)}
.timeline .band,.legend .band{fill:var(--change);opacity:.35}
[class^=day]{fill:var(--change)}.day0{opacity:1}.day1{opacity:.85}.day2{opacity:.7}.day3{opacity:.56}.day4{opacity:.43}.day5{opacity:.31}.day6{opacity:.2}
nav{display:flex;flex-wrap:wrap;gap:2px 16px;font-size:.9rem;margin:0 0 14px}
.when td:first-child,.when td:nth-child(2){white-space:nowrap}
.legend{display:flex;flex-wrap:wrap;gap:4px 18px;font-size:.82rem;color:var(--soft);margin:8px 0;padding:0;list-style:none}
.legend svg{vertical-align:-3px;margin-right:5px}
details details{margin:8px 0}summary{cursor:pointer}
pre{overflow-x:auto;background:var(--bg);border:1px solid var(--line);border-radius:8px;padding:10px;margin:8px 0}
[hidden]{display:none!important}
.fleet table{margin:0}.fleet th,.fleet td{white-space:nowrap}.fleet .failed th,.fleet .failed td{color:var(--del)}.made{overflow-wrap:anywhere}.quiet p{overflow-wrap:anywhere}
.heat rect{fill:var(--accent)}.heat .n1{opacity:.35}.heat .n2{opacity:.6}.heat .n3{opacity:1}.heat text{fill:var(--ink)}
@media (max-width:620px){main{padding:14px 10px 40px}.host{padding:12px}.place{margin-left:0;width:100%}
.diff,.diff tbody,.diff tr,.diff td{display:block}.diff thead{position:absolute;left:-9999px}.diff tr{border-bottom:1px solid var(--line);padding:5px 0}.diff td{border:0;padding:0}
.diff td:empty{display:none}.diff td.old::before,.diff td.new::before{content:attr(data-label);color:var(--soft);font-size:12px;margin-right:6px}.diff td.file{color:var(--soft)}form{position:static}label{flex:1 1 130px}}
@media print{body{background:#fff}form{display:none}.host{break-inside:auto;border-color:#999}.entry{break-inside:avoid}.scroll{overflow:visible}svg.timeline{max-width:100%;height:auto}}
`;

/**
 * The page's one script: it shows the filter and hides entries that do not match. Nothing else depends on it. It uses
 * texts of the page only as texts.
 */
export const pageScript = `
"use strict";
(() => {
  const form = document.querySelector("form");
  const entries = [...document.querySelectorAll("[data-entry]")].map((element) => ({
    element, hosts: JSON.parse(element.dataset.host), action: element.dataset.action, text: element.textContent.toLowerCase(),
  }));
  const hosts = [...document.querySelectorAll("[data-section]")];
  const rows = [...document.querySelectorAll("[data-pool]")];
  const output = form.querySelector("output");
  const filter = () => {
    const { host, action, text } = form.elements;
    const words = text.value.toLowerCase().split(/\\s+/).filter((word) => word !== "");
    let shown = 0;
    for (const entry of entries) {
      const matches =
        (host.value === "" || entry.hosts.length === 0 || entry.hosts.includes(host.value)) &&
        (action.value === "" || entry.action === action.value) &&
        words.every((word) => entry.text.includes(word));
      entry.element.hidden = !matches;
      if (matches) shown++;
    }
    for (const group of document.querySelectorAll("[data-group]"))
      group.hidden = group.querySelector("[data-entry]:not([hidden])") === null;
    for (const section of hosts) section.hidden = host.value !== "" && !JSON.parse(section.dataset.section).includes(host.value);
    const named = rows.filter((row) => words.every((word) => row.dataset.pool.includes(word)));
    for (const row of rows) row.classList.toggle("dim", named.length > 0 && !named.includes(row));
    output.textContent = shown + " of " + entries.length + " shown";
  };
  form.addEventListener("input", filter);
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  filter();
})();
`;
