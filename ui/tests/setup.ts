// What jsdom lacks: `inert`, scrolling, and a canvas, which axe asks for and can do without.
Object.defineProperty(HTMLElement.prototype, 'inert', {
  configurable: true,
  get(this: HTMLElement) {
    return this.hasAttribute('inert');
  },
  set(this: HTMLElement, inert: boolean) {
    this.toggleAttribute('inert', inert);
  },
});
HTMLCanvasElement.prototype.getContext = () => null;
(Element.prototype as { scrollIntoView?: () => void }).scrollIntoView ??= () => undefined;
