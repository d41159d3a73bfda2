import { PartiesPage } from "./PartiesPage";

export default function OrganizationsPage() {
  return <PartiesPage kind="organization" />;
}
