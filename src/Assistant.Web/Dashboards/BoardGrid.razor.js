// Dragging and resizing of widgets by pointer, and arrow keys on a grip. The page decides the layout; this shows where it would go.
export function attach(grid, page, columns) {
  const ghost = grid.querySelector('.board-ghost');
  const cellOf = node => node.closest('.board-cell');

  const measure = () => {
    const style = getComputedStyle(grid), box = grid.getBoundingClientRect();
    const gap = parseFloat(style.columnGap) || 0;
    return { box, width: (box.width + gap) / columns, height: parseFloat(style.gridAutoRows) + (parseFloat(style.rowGap) || 0) };
  };
  const show = (x, y, w, h) => {
    ghost.style.gridColumn = `${x + 1} / span ${w}`;
    ghost.style.gridRow = `${y + 1} / span ${h}`;
    ghost.classList.add('is-on');
  };

  grid.addEventListener('pointerdown', down => {
    const grip = down.target.closest('[data-grip], [data-corner]');
    if (!grip || down.button !== 0) return;
    const cell = cellOf(grip), resizing = 'corner' in grip.dataset, start = cell.getBoundingClientRect();
    const scroll = grid.closest('.scroll'), scrolled = scroll?.scrollTop ?? 0;
    const w = +cell.dataset.w, h = +cell.dataset.h;
    let last = down, target = null;
    down.preventDefault();
    grip.focus?.({ preventScroll: true });
    grip.setPointerCapture(down.pointerId);
    cell.classList.add('is-dragged');

    const follow = () => {
      const at = measure();
      const dx = last.clientX - down.clientX, dy = last.clientY - down.clientY + ((scroll?.scrollTop ?? 0) - scrolled);
      if (resizing) {
        const wide = Math.max(2, Math.round((start.width + dx) / at.width)), tall = Math.max(2, Math.round((start.height + dy) / at.height));
        const x = Math.round((start.left - at.box.left) / at.width);
        target = [Math.min(wide, columns - x), tall];
        cell.style.width = `${Math.max(at.width, start.width + dx)}px`;
        cell.style.height = `${Math.max(at.height, start.height + dy)}px`;
        show(x, +cell.style.getPropertyValue('--y') - 1, ...target);
      } else {
        const x = Math.round((cell.offsetLeft + dx) / at.width), y = Math.round((cell.offsetTop + dy) / at.height);
        target = [Math.min(Math.max(x, 0), columns - w), Math.max(y, 0)];
        cell.style.translate = `${dx}px ${dy}px`;
        show(...target, w, h);
      }
    };
    const move = event => {
      last = event;
      const view = scroll?.getBoundingClientRect();
      if (view && event.clientY > view.bottom - 40) scroll.scrollTop += 16;
      else if (view && event.clientY < view.top + 40) scroll.scrollTop -= 16;
      follow();
    };
    const end = done => {
      over.abort();
      cell.classList.remove('is-dragged');
      cell.style.translate = cell.style.width = cell.style.height = '';
      ghost.classList.remove('is-on');
      if (done && target) page.invokeMethodAsync(resizing ? 'ResizedAsync' : 'MovedAsync', cell.dataset.widget, ...target);
    };
    const over = new AbortController(), within = { signal: over.signal };
    grip.addEventListener('pointermove', move, within);
    grip.addEventListener('pointerup', () => end(true), within);
    grip.addEventListener('pointercancel', () => end(false), within);
    addEventListener('keydown', event => { if (event.key === 'Escape') { event.stopPropagation(); end(false); } }, { ...within, capture: true });
  });

  const moves = { ArrowLeft: 'Left', ArrowRight: 'Right', ArrowUp: 'Up', ArrowDown: 'Down' };
  const sizes = { ArrowLeft: 'Narrower', ArrowRight: 'Wider', ArrowUp: 'Shorter', ArrowDown: 'Taller' };
  grid.addEventListener('keydown', event => {
    const step = (event.shiftKey ? sizes : moves)[event.key];
    if (!step || !event.target.matches('[data-grip]')) return;
    event.preventDefault();
    const grip = event.target;
    page.invokeMethodAsync('SteppedAsync', cellOf(grip).dataset.widget, step).then(() => {
      // Reading order changed, so the cell may have been moved in the page: keep the focus with it.
      requestAnimationFrame(() => { grip.focus(); grip.scrollIntoView({ block: 'nearest' }); });
    });
  });
}
