import { Building2, CalendarCheck, Handshake, Link2, type LucideIcon, PenLine, UserRound } from "lucide-react";
import type { ConversionItem } from "@/api/wire";
import classes from "./conversion.module.css";

const ICONS: Record<ConversionItem["what"], LucideIcon> = {
  account: Building2,
  person: UserRound,
  deal: Handshake,
  link: Link2,
  field: PenLine,
  evidence: CalendarCheck,
};

interface Props {
  title: string;
  items: ConversionItem[];
  text: (item: ConversionItem) => string;
}

/** What was made, or what stays, as a list. */
export function Items({ title, items, text }: Props) {
  if (items.length === 0) return null;
  return (
    <section>
      <h3 className={classes.small}>{title}</h3>
      <ul className={classes.items}>
        {items.map((item) => {
          const Icon = ICONS[item.what];
          return (
            <li key={`${item.what} ${item.record} ${item.field} ${item.name} ${item.reason}`}>
              <Icon size={15} aria-hidden="true" />
              <span>{text(item)}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
