// Comfort only: every page works without this file.

const texts = document.currentScript.dataset;

// A password can be looked at before it is sent.
for (const input of document.querySelectorAll('input[type=password]')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'reveal';
  const show = shown => {
    input.type = shown ? 'text' : 'password';
    button.textContent = shown ? texts.hide : texts.show;
    button.setAttribute('aria-label', shown ? texts.hidePassword : texts.showPassword);
  };
  show(false);
  button.addEventListener('click', () => show(input.type === 'password'));
  const box = document.createElement('div');
  box.className = 'with-reveal';
  input.replaceWith(box);
  box.append(input, button);
  // A browser must not remember a password as a text.
  input.form?.addEventListener('submit', () => show(false));
  // Moving the field took the focus from it.
  if (input.autofocus) input.focus();
}
