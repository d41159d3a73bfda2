import { useMantineColorScheme } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { Building, Download, FileUp, Keyboard, UserPlus } from "lucide-react";
import { address } from "@/api/client";
import { t } from "@/messages/messages";
import type { Command } from "./commands";
import { open } from "./opened";
import { download } from "./save";
import { SCHEMES } from "./schemes";

const FORMATS = ["csv", "json"] as const;

const exportOf = {
  people: (format: "csv" | "json") => address("/api/v1/exports/parties", { kind: "person", format }),
  organizations: (format: "csv" | "json") => address("/api/v1/exports/parties", { kind: "organization", format }),
  evidence: (format: "csv" | "json") => address("/api/v1/exports/evidence", { format }),
};

function exportCommands(): Command[] {
  const what = ["people", "organizations", "evidence"] as const;
  return FORMATS.flatMap((format) =>
    what.map((one) => ({
      id: `export-${one}-${format}`,
      label: t(`shell.palette.export.${one}`, { format: format.toUpperCase() }),
      icon: Download,
      isQuiet: format === "json",
      run: () => download(exportOf[one](format)),
    })),
  );
}

/** Actions that are available on any page. */
export function useActions(): Command[] {
  const navigate = useNavigate();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return [
    {
      id: "add-person",
      label: t("shell.palette.addPerson"),
      icon: UserPlus,
      keys: "C",
      run: () => void navigate({ to: "/people", search: { add: true } }),
    },
    {
      id: "add-organization",
      label: t("shell.palette.addOrganization"),
      icon: Building,
      run: () => void navigate({ to: "/organizations", search: { add: true } }),
    },
    { id: "import", label: t("shell.palette.import"), icon: FileUp, run: () => void navigate({ to: "/imports/new" }) },
    ...exportCommands(),
    ...SCHEMES.filter(({ scheme }) => scheme !== colorScheme).map(({ scheme, label, icon }) => ({
      id: `scheme-${scheme}`,
      label: `${t("shell.scheme")}: ${t(label)}`,
      also: t("shell.palette.scheme.also"),
      icon,
      run: () => setColorScheme(scheme),
    })),
    { id: "shortcuts", label: t("shell.shortcuts"), icon: Keyboard, keys: "?", run: () => open("shortcuts") },
  ];
}
