using AuthServer.Core.Audit;
using AuthServer.Core.Clients;
using AuthServer.Core.Declarations;

namespace AuthServer.Core.Editing;

/// <summary>How the pages present themselves: one object, which is always there.</summary>
internal sealed class EditableBranding(PresentationDirectory branding) : EditableKind(ObjectKind.Branding, "")
{
    public override EditNames Names { get; } = new(
        AuditTargets.Branding, AuditActions.BrandingUpdated, AuditActions.BrandingUpdated, AuditActions.BrandingUpdated);

    public override async Task<IReadOnlyList<EditedObject>> ListAsync(CancellationToken ct) =>
        [Shown("", await branding.FindBrandingAsync(ct) ?? new Branding())];

    public override Task PutAsync(DeclarationSet read, CancellationToken ct) =>
        read.Branding is { } wanted ? branding.PutBrandingAsync(wanted.Value, ct) : Task.CompletedTask;

    public override Task DeleteAsync(string key, CancellationToken ct) => Task.CompletedTask;
}
