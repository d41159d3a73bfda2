import type { ComponentProps } from "react";

interface Props extends ComponentProps<"span"> {
  /** The anchor of a menu or popover. */
  of: HTMLElement;
  close: () => void;
}

/**
 * Lies over the button that opened something and serves as the anchor. The button itself is rendered without the code
 * of menus and popovers, which is loaded on the first click; clicking again closes.
 */
export function Anchor({ of, close, style, ...rest }: Props) {
  const { left, top, width, height } = of.getBoundingClientRect();
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- the button has the keys
    <span {...rest} aria-hidden="true" style={{ ...style, position: "fixed", zIndex: 1, left, top, width, height }} onClick={close} />
  );
}
