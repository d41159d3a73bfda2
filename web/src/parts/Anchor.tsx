import type { ComponentProps } from "react";

interface Props extends ComponentProps<"span"> {
  /** What a menu or popover hangs on. */
  of: HTMLElement;
  close: () => void;
}

/**
 * Lies over the button that opened something and stands in for it as the target. The button itself is drawn without
 * the code of menus and popovers, which comes when it is first pressed; pressing it again closes.
 */
export function Anchor({ of, close, style, ...rest }: Props) {
  const { left, top, width, height } = of.getBoundingClientRect();
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- the button has the keys
    <span {...rest} aria-hidden="true" style={{ ...style, position: "fixed", zIndex: 1, left, top, width, height }} onClick={close} />
  );
}
