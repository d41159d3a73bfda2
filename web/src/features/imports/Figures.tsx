import clsx from "clsx";
import type { ReactNode } from "react";
import { NumberText } from "@/parts/NumberText";
import { t } from "@/messages/messages";
import classes from "./check.module.css";

const NAMES = ["created", "updated", "unchanged", "rejected"] as const;
type Name = (typeof NAMES)[number];

interface Props {
  counts: Record<Name, number>;
  /** Whether this is a preview. */
  isAhead?: boolean;
  /** An action on a figure. */
  links?: Partial<Record<Name, ReactNode>>;
}

/** How many rows were added, updated, unchanged and rejected. */
export function Figures({ counts, isAhead, links }: Props) {
  return (
    <dl className={classes.figures}>
      {NAMES.map((name) => (
        <div key={name} className={clsx(classes.figure, name === "rejected" && counts.rejected > 0 && classes.bad)}>
          <dt>{t(isAhead ? `imports.ahead.${name}` : `imports.${name}`)}</dt>
          <dd>
            <NumberText value={counts[name]} />
          </dd>
          {links?.[name] && <dd className={classes.link}>{links[name]}</dd>}
        </div>
      ))}
    </dl>
  );
}
