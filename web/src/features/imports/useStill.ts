import { type RefObject, useEffect } from "react";

/**
 * Keeps what was used last where it is in the window, while things above it come, go and grow. Browsers do so by
 * themselves where a page is scrolled, some of them; none does at the top of a page.
 */
export function useStill(box: RefObject<HTMLElement | null>) {
  useEffect(() => {
    const scroller = box.current?.closest("main");
    if (!box.current || !scroller) return undefined;
    const left = new AbortController();
    const { signal } = left;
    let used: Element | undefined;
    let top = 0;
    const note = () => {
      top = used?.getBoundingClientRect().top ?? 0;
    };
    const use = ({ target }: Event) => {
      used = target instanceof Element ? target : undefined;
      note();
    };
    const sizes = new ResizeObserver(() => {
      if (!used?.isConnected || top < 0 || top > innerHeight) return;
      scroller.scrollTop += used.getBoundingClientRect().top - top;
      note();
    });
    sizes.observe(box.current);
    box.current.addEventListener("focusin", use, { signal });
    box.current.addEventListener("pointerdown", use, { signal });
    scroller.addEventListener("scroll", note, { signal, passive: true });
    return () => {
      left.abort();
      sizes.disconnect();
    };
  }, [box]);
}
