// Nothing runs here: `dotnet ef` needs a start-up project that holds the design-time assembly, and the server must not.
return 0;
