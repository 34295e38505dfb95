// Charts: .NET sends an option as JSON, the theme of the page gives the colours, the browser sends back the point that was clicked.
const shown = new Map();
const system = matchMedia('(prefers-color-scheme: dark)');
const calm = matchMedia('(prefers-reduced-motion: reduce)');
let themes;

async function ready() {
  themes ??= fetch(new URL('./echarts-theme.json', import.meta.url)).then(answer => answer.json()).then(all => {
    echarts.registerTheme('light', all.light);
    echarts.registerTheme('dark', all.dark);
    return all;
  });
  return themes;
}

const themeName = () => (document.documentElement.dataset.theme ?? (system.matches ? 'dark' : 'light')) === 'dark' ? 'dark' : 'light';

function dress(option, theme) {
  // Amounts take the sequential palette unless the option says otherwise.
  for (const map of [option.visualMap ?? []].flat()) map.inRange ??= { color: theme.assistant?.sequential };
  // The earlier period is named by role, so that it is grey in both themes.
  for (const series of [option.series ?? []].flat()) if (series.role === 'then') series.itemStyle = { ...series.itemStyle, color: theme.assistant?.then };
  if (calm.matches) option.animation = false;
  const locale = document.documentElement.lang || 'en';
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 });
  const short = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
  for (const axis of [option.xAxis ?? [], option.yAxis ?? []].flat())
    if (axis.type === 'value' && !axis.axisLabel?.formatter) axis.axisLabel = { ...axis.axisLabel, formatter: value => Math.abs(value) >= 10000 ? short.format(value) : whole.format(value) };
  if (option.tooltip && !option.tooltip.formatter) option.tooltip.valueFormatter ??= value => typeof value === 'number' ? whole.format(value) : value ?? '—';
  return option;
}

function draw(place) {
  const entry = shown.get(place);
  if (!entry) return;
  const name = themeName();
  if (entry.theme !== name) { entry.chart?.dispose(); entry.chart = null; }
  if (!entry.chart) {
    entry.theme = name;
    entry.chart = echarts.init(place, name, { renderer: 'svg' });
    if (entry.component) entry.chart.on('click', point => entry.component.invokeMethodAsync('OnPointAsync', { name: `${point.name}`, value: Number.isFinite(point.value) ? point.value : null }));
  }
  entry.chart.setOption(dress(JSON.parse(entry.option), entry.all[name]), { notMerge: true });
}

const redrawAll = () => shown.forEach((_, place) => draw(place));
new MutationObserver(redrawAll).observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
system.addEventListener('change', redrawAll);

export async function show(place, option, component) {
  if (!place) return;
  const all = await ready();
  let entry = shown.get(place);
  if (!entry) {
    entry = { all, observer: new ResizeObserver(() => entry.chart?.resize()) };
    shown.set(place, entry);
    entry.observer.observe(place);
  }
  entry.option = option;
  entry.component = component;
  draw(place);
}

export function remove(place) {
  const entry = shown.get(place);
  entry?.observer.disconnect();
  entry?.chart?.dispose();
  shown.delete(place);
}

export async function download(place, format, name) {
  const entry = shown.get(place);
  if (!entry?.chart) return;
  const svg = entry.chart.renderToSVGString();
  const file = new Blob([svg], { type: 'image/svg+xml' });
  save(format === 'svg' ? file : await toPng(file, place), `${name}.${format}`);
}

async function toPng(svg, place) {
  const image = new Image();
  const address = URL.createObjectURL(svg);
  image.src = address;
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [place.clientWidth * 2, place.clientHeight * 2];
  const context = canvas.getContext('2d');
  context.fillStyle = getComputedStyle(document.body).getPropertyValue('--surface') ? getComputedStyle(place.closest('.card') ?? document.body).backgroundColor : '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(address);
  return new Promise(done => canvas.toBlob(done, 'image/png'));
}

function save(blob, name) {
  const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(blob), download: name.replace(/[\\/:*?"<>|\u0000-\u001f]+/g, ' ').trim().slice(0, 80) || 'chart' });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
