using AuthServer.AccountApi;
using AuthServer.AdminApi;
using AuthServer.Commands;
using AuthServer.Core.Accounts;
using AuthServer.Core.Audit;
using AuthServer.Core.Authorizations;
using AuthServer.Core.Clients;
using AuthServer.Core.Credentials;
using AuthServer.Core.Data;
using AuthServer.Core.Declarations;
using AuthServer.Core.Editing;
using AuthServer.Core.Groups;
using AuthServer.Core.Keys;
using AuthServer.Core.Otp;
using AuthServer.Core.Outbound;
using AuthServer.Core.Recorder;
using AuthServer.Core.Revocations;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIn;
using AuthServer.Core.Statistics;
using AuthServer.Core.Transfer;
using AuthServer.Core.Users;
using AuthServer.Core.Webhooks;
using AuthServer.Endpoints;
using AuthServer.Hosting;
using AuthServer.Hosting.Telemetry;
using AuthServer.Jobs;
using AuthServer.Ui;

// Settings and files lie beside the app; what a developer's run leaves lies in .data/ where it was started.
Unstartable.ExitInOneLine();
var command = CommandLine.Of(args);
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = command is null ? args : [], ContentRootPath = AppContext.BaseDirectory });
var (configuration, services) = (builder.Configuration, builder.Services);
builder.AddServer();
DevelopmentSecret.AddTo(configuration, builder.Environment);

services.AddData(configuration);
services.AddAudit();
services.AddStatistics();
services.AddKeys(configuration);
services.AddRevocations();
services.AddOutbound(configuration, builder.Environment);
services.AddRecorder(configuration);
services.AddClients(configuration);
services.AddMessages(configuration, builder.Environment);
services.AddUsers();
services.AddCredentials(configuration);
services.AddGroups();
services.AddOtp(configuration);
services.AddSessions(configuration);
services.AddWebhooks();
services.AddAuthorizations();
services.AddSignIn();
services.AddOwnAccounts();
services.AddAccounts();
services.AddDeclarations(configuration);
services.AddTransfer();
services.AddEditing();

services.AddProtocol(configuration);
services.AddClientCors();
services.AddRateLimits(configuration);
services.AddSingleton<FlightRecorder>();
services.AddAccountApi();
services.AddAdminApi();
services.AddDescription();
services.AddPages();
services.AddCookies(configuration);
services.AddDataProtectionInDatabase();
services.AddOpening();
services.AddTelemetry(configuration);
services.AddJobs();
services.AddCommands();

if (command is not null)
    CommandLine.Quieten(builder.Logging);
var app = builder.Build();
if (command is not null)
    return await command.RunAsync(app.Services);
var declared = app.Services.GetRequiredService<DeclarationFiles>().Read();
if ((StartUpChecks.Refuse(configuration, app.Environment, declared.Set.IsDemo) ?? declared.Problem
    ?? StartUpChecks.RefuseSettings(app.Services, configuration)) is { } reason)
{
    Console.Error.WriteLine(reason);
    return Unstartable.ExitCode;
}

Unstartable.Validate(app.Services);

app.LeaveOutAuthentication();
app.UseTelemetry();
app.UseProxies(configuration);
app.UseSecurityHeaders();
var late = new LateRoutes(app, routes =>
{
    AccountRoutes.Map(routes);
    AdminRoutes.Map(routes);
    routes.MapPages();
});
app.UseWhen(PagesRegistration.HasPages, pages =>
{
    pages.UseLateRoutes(late);
    pages.UseErrorPages();
    pages.UseLanguages();
    pages.UseHttpsPages();
    pages.UseStaticFiles();
    pages.UseProblems();
});
app.UseMiddleware<FaultBoundary>();
app.UseRouting();
app.UseCors();
app.UseRateLimits();
app.UseAntiforgery();

HealthEndpoints.Map(app);
DiscoveryEndpoints.Map(app);
AuthorizeEndpoint.Map(app);
TokenEndpoint.Map(app);
UserInfoEndpoint.Map(app);
IntrospectionEndpoint.Map(app);
PushedRequestEndpoint.Map(app);
RevocationEndpoint.Map(app);
EndSessionEndpoint.Map(app);
RegistrationEndpoint.Map(app);
CheckSessionEndpoint.Map(app);
app.UseDocsPage();
app.MapLate(late);

return await app.OpenAsync();
