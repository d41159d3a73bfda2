import { useNavigate } from "@tanstack/react-router";
import { send } from "./sending";

/** Uploads files, and opens their new import. */
export function useHandOver() {
  const navigate = useNavigate();
  return (files: File[]) => {
    void send(files);
    void navigate({ to: "/imports/new" });
  };
}
