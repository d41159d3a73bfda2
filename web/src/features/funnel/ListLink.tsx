import type { ReactNode } from "react";
import { TextLink } from "@/parts/TextLink";
import { formatNumber } from "@/messages/format";
import { t } from "@/messages/messages";
import { type List, listAt } from "./lists";

interface Props {
  count: number;
  /** The list behind the number, or the address of it that the API gives. */
  list: List | string | undefined;
  /** What is counted, to follow the number: "still in Lead". */
  what: string;
  className?: string | undefined;
  /** What is shown instead of the number alone. */
  children?: ReactNode;
}

/** A number that opens the list of those it counts; zero has no list. */
export function ListLink({ count, list, what, className, children }: Props) {
  const shown = children ?? formatNumber(count);
  if (count === 0 || list === undefined) return <span className={className}>{shown}</span>;
  const at = typeof list === "string" ? listAt(list) : list;
  const look = { className: className ?? "", "aria-label": t("funnel.open", { count, what }) };
  if (at.to === "/records/$plural") {
    return (
      <TextLink to={at.to} params={at.params} search={{ filter: at.filter }} {...look}>
        {shown}
      </TextLink>
    );
  }
  return (
    <TextLink to={at.to} search={{ filter: at.filter }} {...look}>
      {shown}
    </TextLink>
  );
}
