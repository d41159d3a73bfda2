import { createLink } from "@tanstack/react-router";
import clsx from "clsx";
import type { ComponentProps } from "react";
import classes from "./TextLink.module.css";

/** A link in running text to something outside the app. */
export function LinkText({ className, children, ...rest }: ComponentProps<"a">) {
  return (
    <a className={clsx(classes.link, className)} {...rest}>
      {children}
    </a>
  );
}

/** A link in running text. */
export const TextLink = createLink(LinkText);
