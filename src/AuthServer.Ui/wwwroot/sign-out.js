// Goes back to the app once the apps' frames are loaded, or after a short while. Without script, the link does.

const link = document.querySelector('a[data-continue]');
if (link) {
  const go = () => location.replace(link.href);
  // A page has loaded when its frames have.
  addEventListener('load', go);
  setTimeout(go, 3000);
}
