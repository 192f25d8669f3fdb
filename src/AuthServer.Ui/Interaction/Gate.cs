using AuthServer.Core.Authorizations;
using Microsoft.AspNetCore.Http;
using ParkedInteraction = AuthServer.Core.Authorizations.Interaction;

namespace AuthServer.Ui.Interaction;

/// <summary>What every page on the way in has to know: who runs this place, and which app waits.</summary>
internal sealed class Gate(Interactions interactions, BrandReader brands)
{
    /// <summary>The operator's name.</summary>
    public async ValueTask<string> BrandNameAsync(CancellationToken ct) => (await brands.ReadAsync(ct)).Name;

    /// <summary>The request that waits; null: it is over, or another browser's.</summary>
    public Task<ParkedInteraction?> FindAsync(HttpContext context, string handle, CancellationToken ct) =>
        interactions.FindAsync(handle, BrowserId.Ensure(context), ct);
}
