// Tells the platform that opened this window or frame that the registration is over: it closes it (LTI Dynamic Registration 1.0).
{
  const platform = window.opener || window.parent;
  if (platform && platform !== window) platform.postMessage({ subject: "org.imsglobal.lti.close" }, "*");
}
