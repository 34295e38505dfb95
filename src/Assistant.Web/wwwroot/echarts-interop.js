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

function dress(option, theme, place) {
  const locale = option.culture || document.documentElement.lang || 'en';
  const decimals = option.decimals ?? 0;
  delete option.culture;
  const percent = option.percent === true;
  delete option.decimals;
  delete option.percent;
  delete option.themeName;
  const list = part => [part ?? []].flat();
  const [whole, short, exact] = (percent ? Array(3).fill({ style: 'percent', maximumFractionDigits: 1 }) : [{ maximumFractionDigits: 6 }, { notation: 'compact', maximumFractionDigits: 1 }, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }]).map(how => new Intl.NumberFormat(locale, how));
  const axes = [...list(option.xAxis), ...list(option.yAxis)];
  const years = axes.some(axis => axis.type === 'value' && axis.plain) && list(option.series).every(one => one.type !== 'scatter');
  const write = value => typeof value !== 'number' ? '—' : years ? `${value}` : Math.abs(value) >= 10000 ? short.format(value) : whole.format(value);

  // Standing bars whose names have no room under them, as on a phone, lie down.
  const names = list(option.xAxis)[0];
  const cramped = (names?.data ?? []).reduce((sum, name) => sum + Math.min(`${name}`.length, 20) * 7 + 14, 0) > place.clientWidth - 64;
  if (names?.type === 'category' && !names.time && names.data?.length <= 30 && (cramped || place.clientWidth < 420 && names.data.length > 3) && !(place.closest('.tile') && names.data.length > 12) && list(option.series).every(one => one.type === 'bar' && one.barCategoryGap === undefined)) {
    [option.xAxis, option.yAxis] = [option.yAxis, { ...names, inverse: true }];
    list(option.series).forEach(one => { if (one.label?.show) one.label.position = 'right'; });
  }
  const lying = list(option.yAxis)[0]?.type === 'category' && list(option.series)[0]?.type === 'bar';
  if (!place.closest('.tile')) place.style.height = lying ? `${Math.max(12, Math.min(60, 3.5 + 1.75 * list(option.yAxis)[0].data.length * Math.max(1, list(option.series).some(one => one.stack) ? 1 : list(option.series).length / 1.5)))}rem` : '';

  // Amounts take the sequential palette unless the option says otherwise; the earlier period is grey in both themes.
  for (const map of list(option.visualMap)) { map.inRange ??= { color: theme.assistant?.sequential }; map.formatter ??= write; }
  for (const one of list(option.series)) {
    if (one.role === 'then') one.itemStyle = { ...one.itemStyle, color: theme.assistant?.then };
    if (lying && one.type === 'bar' && !one.stack) one.itemStyle = { borderRadius: [0, 3, 3, 0], ...one.itemStyle };
    if (one.stack) one.itemStyle = { borderRadius: 0, ...one.itemStyle };
    if (one.type === 'bar' && one.label?.show) one.label.formatter = point => typeof point.value !== 'number' || years || Math.abs(point.value) >= 10000 ? write(point.value) : exact.format(point.value);
  }
  for (const axis of axes) {
    if (axis.type === 'value') axis.axisLabel = { formatter: axis.plain ? value => `${value}` : write, ...axis.axisLabel };
    // Few bars each have their name under them, cut to the room that each has.
    const few = !lying && axis === list(option.xAxis)[0] && !axis.time && axis.data?.length <= 12 && list(option.series).every(one => one.type === 'bar');
    if (axis.type === 'category' && few) axis.axisLabel = { interval: 0, width: Math.max(24, (place.clientWidth - 72) / axis.data.length - 8), overflow: 'truncate', ...axis.axisLabel };
    else if (axis.type === 'category') axis.axisLabel = { width: lying ? 110 : 120, overflow: 'truncate', hideOverlap: true, ...axis.axisLabel };
  }
  if (lying && !option.legend) option.grid = { ...option.grid, top: 8, right: list(option.series).some(one => one.label?.show) ? 52 : 16 };
  if (option.tooltip) option.tooltip.valueFormatter ??= value => typeof value === 'number' ? years ? `${value}` : exact.format(value) : value ?? '—';
  if (calm.matches) option.animation = false;
  return option;
}

function draw(place) {
  const entry = shown.get(place);
  if (!entry || place.clientWidth === 0) return;
  entry.width = place.clientWidth;
  const name = themeName();
  if (entry.theme !== name) { entry.chart?.dispose(); entry.chart = null; }
  if (!entry.chart) {
    entry.theme = name;
    entry.chart = echarts.init(place, name, { renderer: 'svg' });
    if (entry.component) entry.chart.on('click', point => entry.component.invokeMethodAsync('OnPointAsync', { name: `${point.name}`, value: Number.isFinite(point.value) ? point.value : null }));
  }
  const option = dress(JSON.parse(entry.option), entry.all[name], place);
  entry.chart.resize();
  entry.chart.setOption(option, { notMerge: true });
}

const redrawAll = () => shown.forEach((_, place) => draw(place));
new MutationObserver(redrawAll).observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
system.addEventListener('change', redrawAll);

export async function show(place, option, component) {
  if (!place) return;
  const all = await ready();
  let entry = shown.get(place);
  if (!entry) {
    entry = { all, observer: new ResizeObserver(() => {
      // Crossing the width of a phone changes how a chart is laid out, not only its size.
      if (!entry.chart || entry.width < 420 !== place.clientWidth < 420) draw(place);
      else entry.chart.resize();
    }) };
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
