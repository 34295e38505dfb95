// The composer answers the keyboard here, without a round trip: height, commands, Enter, dropped files. .NET hears what is sent.
const draftKey = 'draft';
const read = () => { try { return sessionStorage.getItem(draftKey) ?? ''; } catch { return ''; } };
const keep = text => { try { sessionStorage.setItem(draftKey, text); } catch { /* the draft lives as long as the page */ } };

export function start(form, component) {
  const field = form.querySelector('textarea');
  const menu = form.querySelector('.slash');
  const options = [...menu.querySelectorAll('[role="option"]')];
  const files = form.querySelector('input[type="file"]');
  let active = -1;
  form.dataset.ready = '';

  const grow = () => { field.style.height = 'auto'; field.style.height = `${field.scrollHeight}px`; };
  const set = text => { field.value = text; keep(text); grow(); commands(); };
  const shown = () => options.filter(option => !option.hidden);
  const open = () => menu.classList.contains('is-open');

  function mark(index) {
    const list = shown();
    active = list.length === 0 ? -1 : (index + list.length) % list.length;
    options.forEach(option => { option.classList.remove('is-active'); option.setAttribute('aria-selected', 'false'); });
    if (active >= 0) { list[active].classList.add('is-active'); list[active].setAttribute('aria-selected', 'true'); field.setAttribute('aria-activedescendant', list[active].id); }
    else field.removeAttribute('aria-activedescendant');
  }

  function close() { menu.classList.remove('is-open'); field.removeAttribute('aria-activedescendant'); active = -1; }

  function commands() {
    const typed = /^\/(\w*)$/.exec(field.value);
    if (!typed) return close();
    for (const option of options) option.hidden = !option.dataset.command.startsWith(`/${typed[1].toLowerCase()}`);
    if (shown().length === 0) return close();
    menu.classList.add('is-open');
    mark(0);
  }

  function pick(option) {
    close();
    set(option.dataset.inserts ?? '');
    if (option.dataset.inserts === undefined) component.invokeMethodAsync('CommandAsync', option.dataset.command);
    field.focus();
  }

  async function send() {
    const text = field.value.trim();
    if (form.dataset.busy !== undefined || text === '') return;
    field.value = '';
    grow();
    if (await component.invokeMethodAsync('SubmitAsync', text)) keep('');
    else set(text);
  }

  field.addEventListener('input', () => { keep(field.value); grow(); commands(); });
  field.addEventListener('keydown', event => {
    if (event.isComposing) return;
    if (open()) {
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') { event.preventDefault(); return mark(active + (event.key === 'ArrowDown' ? 1 : -1)); }
      if ((event.key === 'Enter' || event.key === 'Tab') && active >= 0) { event.preventDefault(); return pick(shown()[active]); }
      if (event.key === 'Escape') { event.preventDefault(); event.stopPropagation(); return close(); }
    }
    if (event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && !event.altKey) { event.preventDefault(); send(); }
    if (event.key === 'ArrowUp' && field.value === '') {
      const edit = [...document.querySelectorAll('.ask [data-edit]')].pop();
      if (edit) { event.preventDefault(); edit.click(); }
    }
  });
  form.addEventListener('submit', event => { event.preventDefault(); send(); });
  options.forEach(option => option.addEventListener('mousedown', event => { event.preventDefault(); pick(option); }));
  form.querySelector('[data-commands]')?.addEventListener('click', () => { if (open()) close(); else { set('/'); field.focus(); } });
  form.querySelector('[data-attach]')?.addEventListener('click', () => files.click());
  field.addEventListener('blur', () => setTimeout(() => { if (!form.contains(document.activeElement)) close(); }, 100));

  // Files may be dropped anywhere on the page.
  const take = list => {
    if (!list?.length) return false;
    const transfer = new DataTransfer();
    for (const file of list) transfer.items.add(file);
    files.files = transfer.files;
    files.dispatchEvent(new Event('change', { bubbles: true }));
    return true;
  };
  const carries = event => event.dataTransfer?.types?.includes('Files') && form.isConnected;
  const over = event => { if (carries(event)) { event.preventDefault(); form.classList.add('is-over'); } };
  const leave = event => { if (!event.relatedTarget) form.classList.remove('is-over'); };
  const drop = event => { if (!carries(event)) return; event.preventDefault(); form.classList.remove('is-over'); take(event.dataTransfer.files); };
  document.addEventListener('dragover', over);
  document.addEventListener('dragleave', leave);
  document.addEventListener('drop', drop);
  field.addEventListener('paste', event => { if (event.clipboardData?.files.length && take(event.clipboardData.files)) event.preventDefault(); });

  if (field.value === '' && read()) set(read());
  grow();
  if (matchMedia('(min-width: 56em)').matches && (document.activeElement === document.body || !document.activeElement)) field.focus();
  return {
    set: text => { set(text); field.focus(); field.setSelectionRange(text.length, text.length); },
    send,
    stop: () => { document.removeEventListener('dragover', over); document.removeEventListener('dragleave', leave); document.removeEventListener('drop', drop); },
  };
}

// The view follows the end of the conversation, but never past the last question: what is read first stays in sight. Once the person
// scrolls, the view is theirs; then a chip says that there is more.
export function follow(chip) {
  const scroll = document.getElementById('content');
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  let following = true;
  const goal = () => {
    const last = [...scroll.querySelectorAll('.ask')].pop();
    return Math.max(0, Math.min(scroll.scrollHeight - scroll.clientHeight, last ? last.offsetTop - 16 : Infinity));
  };
  const down = smooth => scroll.scrollTo({ top: goal(), behavior: smooth && !calm.matches ? 'smooth' : 'auto' });
  const theirs = () => { following = false; };
  const onScroll = () => { if (Math.abs(scroll.scrollTop - goal()) < 40) following = true; if (scroll.scrollTop >= goal() - 40) chip.hidden = true; };
  const grown = () => { if (following) down(false); else if (scroll.scrollTop < goal() - 40 && scroll.querySelector('[aria-busy="true"]')) chip.hidden = false; };
  const observer = new MutationObserver(grown);
  observer.observe(scroll, { childList: true, subtree: true, characterData: true });
  scroll.addEventListener('scroll', onScroll, { passive: true });
  const hands = ['wheel', 'touchmove', 'pointerdown', 'keydown'];
  hands.forEach(hand => scroll.addEventListener(hand, theirs, { passive: true }));
  const jump = () => { following = true; chip.hidden = true; down(true); };
  chip.addEventListener('click', jump);
  down(false);
  return {
    down: () => { following = true; requestAnimationFrame(() => down(true)); },
    stop: () => {
      observer.disconnect();
      scroll.removeEventListener('scroll', onScroll);
      hands.forEach(hand => scroll.removeEventListener(hand, theirs));
      chip.removeEventListener('click', jump);
    },
  };
}
