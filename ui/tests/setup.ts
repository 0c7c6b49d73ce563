// What jsdom lacks: modal dialogs, only as much as ours use, scrolling, and a canvas, which axe asks for and can do without.
const dialog = HTMLDialogElement.prototype as { showModal?: () => void; close?: () => void };
dialog.showModal ??= function showModal(this: HTMLDialogElement) {
  this.open = true;
};
dialog.close ??= function close(this: HTMLDialogElement) {
  this.open = false;
};
HTMLCanvasElement.prototype.getContext = () => null;
(Element.prototype as { scrollIntoView?: () => void }).scrollIntoView ??= () => undefined;
