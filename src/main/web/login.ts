/** To the form, which leads back to where the person was. */
export function logIn(): void {
  const here = location.pathname + location.search + location.hash;
  location.assign(`login?return=${encodeURIComponent(here)}`);
}

export async function logOut(): Promise<void> {
  await fetch('logout', {method: 'POST'});
  logIn();
}
