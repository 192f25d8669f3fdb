// What any app of this kind does with oidc-client-ts. Each step says in #last how it ended.
const manager = new oidc.UserManager({
  ...window.settings,
  redirect_uri: `${location.origin}/`,
  silent_redirect_uri: `${location.origin}/`,
  post_logout_redirect_uri: `${location.origin}/`,
  scope: "openid profile email offline_access",
  loadUserInfo: true,
  automaticSilentRenew: false,
  monitorSession: new URLSearchParams(location.search).has("watch") || sessionStorage.watch === "yes",
  checkSessionIntervalInSeconds: 1,
});

const show = (id, text) => { document.getElementById(id).value = text; };
const step = async (name, action) => {
  try {
    const outcome = await action();
    show("last", outcome ? `${name}: ${outcome}` : name);
  } catch (error) {
    show("last", `${name} failed: ${error.name} ${error.message}`);
  }
};
const showUser = (user) => {
  show("name", user?.profile.name ?? "nobody");
  show("email", user?.profile.email ?? "");
};

manager.events.addUserLoaded(showUser);
manager.events.addUserUnloaded(() => showUser(null));
manager.events.addUserSignedOut(() => show("last", "signed out elsewhere"));

document.getElementById("in").onclick = () => step("going", () => manager.signinRedirect());
document.getElementById("out").onclick = () => step("leaving", () => manager.signoutRedirect({ state: "leaving" }));
document.getElementById("renew").onclick = () => step("renewed", async () => {
  const before = await manager.getUser();
  const after = await manager.signinSilent();
  return [before.access_token !== after.access_token, before.refresh_token !== after.refresh_token].join(" ");
});

step("loaded", async () => {
  const query = new URLSearchParams(location.search);
  if (query.has("watch"))
    sessionStorage.watch = "yes";
  if (window.parent !== window)
    return manager.signinSilentCallback(); // in the library's own frame
  if (query.has("code") || query.has("error")) {
    await manager.signinRedirectCallback();
    history.replaceState(null, "", "/");
    showUser(await manager.getUser());
    return "signed in";
  }
  if (query.has("state")) {
    await manager.signoutRedirectCallback();
    history.replaceState(null, "", "/");
    showUser(await manager.getUser());
    return "signed out";
  }
  showUser(await manager.getUser());
});
