using AuthServer.Core.Clients;
using AuthServer.Core.Data;

namespace AuthServer.Ui.Interaction;

/// <summary>Gives pages the brand; worked out once for each that was declared.</summary>
internal sealed class BrandReader(BrandingStore store)
{
    private Known? _last;

    /// <summary>The brand now; while the database does not answer, the last that was known.</summary>
    public async ValueTask<Brand> ReadAsync(CancellationToken ct)
    {
        Branding declared;
        try
        {
            declared = await store.GetAsync(ct);
        }
        catch (Exception fault) when (DatabaseFault.Is(fault))
        {
            // The error page is for times like this.
            return _last?.Brand ?? Brand.From(new Branding());
        }

        if (_last is { } last && ReferenceEquals(last.Declared, declared))
            return last.Brand;
        var brand = Brand.From(declared);
        _last = new Known(declared, brand);
        return brand;
    }

    private sealed record Known(Branding Declared, Brand Brand);
}
