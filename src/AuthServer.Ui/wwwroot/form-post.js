// Sends the answer to the app. The page's only form is this one, and its policy lets it go to the app alone.
document.forms[0].submit();
