// Dragging a task to another column by mouse or pen; a finger scrolls and has the buttons. The page decides; this shows where it would go.
const start = 5;   // pixels that make a drag of a click

export function attach(board, page) {
  const gone = new AbortController();
  board.addEventListener('pointerdown', down => {
    const card = down.target.closest('.task-card[data-movable]');
    if (!card || down.button !== 0 || down.pointerType === 'touch' || down.target.closest('.task-moves')) return;
    const from = card.closest('.task-column');
    let over = null, dragging = false;

    const move = event => {
      const dx = event.clientX - down.clientX, dy = event.clientY - down.clientY;
      if (!dragging && Math.hypot(dx, dy) < start) return;
      if (!dragging) {
        dragging = true;
        getSelection()?.removeAllRanges();
        card.setPointerCapture(down.pointerId);
        card.classList.add('is-dragged');
      }
      card.style.translate = `${dx}px ${dy}px`;
      const under = document.elementFromPoint(event.clientX, event.clientY)?.closest('.task-column');
      if (under === over) return;
      over?.classList.remove('is-over');
      over = under && board.contains(under) ? under : null;
      if (over !== from) over?.classList.add('is-over');
    };
    const end = dropped => {
      during.abort();
      over?.classList.remove('is-over');
      card.classList.remove('is-dragged');
      card.style.translate = '';
      if (!dragging) return;
      // The click that follows would open the task.
      addEventListener('click', click => { click.preventDefault(); click.stopPropagation(); }, { capture: true, once: true, signal: AbortSignal.timeout(50) });
      if (dropped && over && over !== from) page.invokeMethodAsync('DroppedAsync', Number(card.dataset.task), over.dataset.state);
    };
    const during = new AbortController(), within = { signal: AbortSignal.any([during.signal, gone.signal]) };
    addEventListener('pointermove', move, within);
    addEventListener('pointerup', () => end(true), within);
    addEventListener('pointercancel', () => end(false), within);
    addEventListener('keydown', event => { if (event.key === 'Escape') { event.stopPropagation(); end(false); } }, { ...within, capture: true });
  }, { signal: gone.signal });
  return { detach: () => gone.abort() };
}
