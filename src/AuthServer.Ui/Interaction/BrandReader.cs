using AuthServer.Core.Clients;

namespace AuthServer.Ui.Interaction;

/// <summary>Gives pages the brand; worked out once for each that was declared.</summary>
internal sealed class BrandReader(BrandingStore store)
{
    private Tuple<Branding, Brand>? _last;

    public async ValueTask<Brand> ReadAsync(CancellationToken ct)
    {
        var declared = await store.GetAsync(ct);
        if (_last is { } last && ReferenceEquals(last.Item1, declared))
            return last.Item2;
        var brand = Brand.From(declared);
        _last = Tuple.Create(declared, brand);
        return brand;
    }
}
