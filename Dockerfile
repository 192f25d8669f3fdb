FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY global.json Directory.*.props .editorconfig BannedSymbols.txt ./
COPY scripts/publish scripts/
COPY src/ src/
RUN scripts/publish /app

FROM mcr.microsoft.com/dotnet/runtime-deps:10.0
WORKDIR /app
COPY --from=build /app ./
# The image's account without rights; nothing is written to disk.
USER $APP_UID
ENV ASPNETCORE_URLS=http://+:8080
# 16 MiB between collections, which fit a core's cache; by default as much as the processor's largest cache, shared or not.
ENV DOTNET_GCgen0size=0x1000000
EXPOSE 8080
ENTRYPOINT ["./AuthServer"]
