// The simulated vendor script: takes over what the stub kept, and has one function per event.
//
// `slots` is 'one' (a later function replaces the earlier) or 'many' (all are called); `ui` has show(state); `tell` hears each
// event and setting.

const CALLBACKS = ['onClick', 'onMaximize', 'onMinimize', 'onTrigger', 'onStartWriting', 'onWebChatLoaded'];

export function createWidget(window, { slots = 'one', ui, tell = () => {} }) {
  const callbacks = {};
  const values = { name: '', email: '', phone: '', notes: '', language: 'l1', max: 0, show: 1, status: 'online' };

  const widget = {
    set(key, value) {
      if (CALLBACKS.includes(key)) {
        callbacks[key] = slots === 'many' && typeof value === 'function' ? [...(callbacks[key] ?? []), value] : [value];
      } else if (Object.hasOwn(values, key) && key !== 'status') {
        values[key] = value;
        tell(`set ${key}`, String(value));
        if (key === 'max') value === 1 ? maximise() : minimise();
        else if (key === 'show') ui.show(value === 1 ? 'button' : 'hidden');
      }
    },
    get: (key) => (Object.hasOwn(values, key) ? values[key] : undefined),
  };

  function call(name) {
    tell(name);
    let answer;
    for (const callback of callbacks[name] ?? []) {
      try {
        if (typeof callback === 'function') answer = callback.call(widget);
      } catch {
        // The vendor's script goes on.
      }
    }
    return answer;
  }

  function maximise() {
    values.max = 1;
    ui.show('open');
    call('onMaximize');
  }

  function minimise() {
    values.max = 0;
    ui.show('small');
    call('onMinimize');
  }

  return {
    widget,
    values,
    call,
    maximise,
    minimise,
    click() {
      call('onClick');
      maximise();
    },
    load() {
      window.onWebChat_ = widget;
      for (const [key, value] of window.onWebChat?.ar ?? []) widget.set(key, value);
      ui.show('button');
      call('onWebChatLoaded');
    },
  };
}
