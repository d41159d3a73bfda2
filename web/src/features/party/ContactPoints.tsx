import { Button } from "@mantine/core";
import { Pencil, Plus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import type { WholeParty } from "@/api/wire";
import { LinkText } from "@/parts/TextLink";
import { t } from "@/messages/messages";
import { lineOf, POINTS, type PointsField, saysMore } from "./contactPoints";
import { hrefOf } from "./editing";
import classes from "./contactPoints.module.css";

const ContactPointsDialog = lazy(() => import("./ContactPointsDialog"));

/** All email addresses, phone numbers and postal addresses, where there is more than the primary one. */
export function ContactPoints({ party }: { party: WholeParty }) {
  const [edited, setEdited] = useState<PointsField>();
  return (
    <>
      {POINTS.filter((field) => saysMore(party, field)).map((field) => (
        <section key={field} className={classes.points} aria-label={t(`field.${field}`)}>
          <h3>{t(`field.${field}`)}</h3>
          <ul>
            {party[field].map((point) => (
              <li key={lineOf(point)}>
                <Point field={field} point={point} />
                <span className={classes.label}>{[point.label, point.primary && t("party.points.primary")].filter(Boolean).join(" · ")}</span>
              </li>
            ))}
          </ul>
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            leftSection={<Pencil size={13} aria-hidden="true" />}
            aria-label={t("party.points.edit", { what: t(`field.${field}`) })}
            onClick={() => setEdited(field)}
          >
            {t("party.edit")}
          </Button>
        </section>
      ))}
      <div className={classes.adds}>
        {POINTS.filter((field) => !saysMore(party, field)).map((field) => (
          <Button
            key={field}
            size="compact-sm"
            variant="subtle"
            color="gray"
            leftSection={<Plus size={13} aria-hidden="true" />}
            aria-label={t(`party.points.add.${field}`)}
            onClick={() => setEdited(field)}
          >
            {t(`party.points.one.${field}`)}
          </Button>
        ))}
      </div>
      <Suspense>{edited && <ContactPointsDialog party={party} field={edited} close={() => setEdited(undefined)} />}</Suspense>
    </>
  );
}

function Point({ field, point }: { field: PointsField; point: WholeParty[PointsField][number] }) {
  const line = lineOf(point);
  if (field === "addresses" || typeof point.value !== "string") return <span>{line}</span>;
  const isNumber = field === "phones";
  const dialled = "e164" in point ? (point.e164 ?? point.value) : point.value;
  return <LinkText href={hrefOf(isNumber ? "phone" : "email", dialled) ?? ""}>{line}</LinkText>;
}
