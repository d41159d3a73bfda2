import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { FileUp, type LucideIcon, Sparkles, UserPlus } from "lucide-react";
import type { ReactNode } from "react";
import { DropCurtain } from "@/parts/file/DropCurtain";
import { FileChooser } from "@/parts/file/FileChooser";
import { useDropped } from "@/parts/file/useDropped";
import { useHandOver } from "@/parts/file/useHandOver";
import { Page } from "@/parts/Page";
import { t, type MessageKey } from "@/messages/messages";
import classes from "./home.module.css";
import { SampleButton } from "./SampleButton";

type Way = "import" | "sample" | "empty";

function Card({ way, icon: Icon, children }: { way: Way; icon: LucideIcon; children: ReactNode }) {
  const key = (part: "title" | "text") => `home.first.${way}.${part}` as MessageKey;
  return (
    <li className={classes.way}>
      <Icon size={22} strokeWidth={1.75} aria-hidden="true" />
      <h3>{t(key("title"))}</h3>
      <p>{t(key("text"))}</p>
      {children}
    </li>
  );
}

/** The page of an empty casebook: three ways to begin; a file can also be dropped anywhere on it. */
export function FirstRun() {
  const take = useHandOver();
  const isOver = useDropped(take);
  return (
    <Page title={t("home.title")}>
      {isOver && <DropCurtain />}
      <section className={classes.first}>
        <h2 className={classes.hello}>{t("home.first.title")}</h2>
        <p className={classes.lead}>{t("home.first.lead")}</p>
        <ul className={classes.ways}>
          <Card way="import" icon={FileUp}>
            <FileChooser take={take}>{(choose) => <Button onClick={choose}>{t("home.first.import.action")}</Button>}</FileChooser>
          </Card>
          <Card way="sample" icon={Sparkles}>
            <SampleButton />
          </Card>
          <Card way="empty" icon={UserPlus}>
            <Button variant="default" component={Link} to="/people?add=true">
              {t("home.first.empty.action")}
            </Button>
          </Card>
        </ul>
        <aside className={classes.idea}>
          <h3>{t("home.idea.title")}</h3>
          <p>{t("home.idea.text")}</p>
        </aside>
      </section>
    </Page>
  );
}
