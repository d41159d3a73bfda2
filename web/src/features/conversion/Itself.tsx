import { useQuery } from "@tanstack/react-query";
import { linksQuery } from "@/api/party";
import { formatList } from "@/messages/format";
import { t } from "@/messages/messages";
import classes from "./conversion.module.css";

/** An organization becomes the account itself, with the people who belong to it. */
export function Itself({ id, name }: { id: string; name: string }) {
  const { data: links = [] } = useQuery(linksQuery(id));
  const people = links.filter((one) => one.to === null && one.person.startsWith("per_")).map((one) => one.name ?? one.person);
  return (
    <p className={classes.itself}>
      {t("convert.account.itself", { name })}
      {people.length > 0 && ` ${t("convert.account.with", { names: formatList([...new Set(people)]) })}`}
    </p>
  );
}
