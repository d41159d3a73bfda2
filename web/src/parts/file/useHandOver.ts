import { useNavigate } from "@tanstack/react-router";
import { send } from "./sending";

/** Hands files over, and goes where their import begins. */
export function useHandOver() {
  const navigate = useNavigate();
  return (files: File[]) => {
    void send(files);
    void navigate({ to: "/imports/new" });
  };
}
