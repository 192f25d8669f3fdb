using AuthServer.Core.Data;
using AuthServer.Core.Users;
using AuthServer.Hosting;

namespace AuthServer.AdminApi;

/// <summary>Lists with filters of their own.</summary>
internal static class NarrowedLists
{
    /// <summary>A list: <c>?q=&amp;sort=&amp;cursor=&amp;limit=</c>, and what narrows it.</summary>
    /// <param name="orders">As for a list without filters.</param>
    public static RouteHandlerBuilder MapList<T>(
        this IEndpointRouteBuilder api, string path, string[] orders, ListFilter[] filters,
        Func<Administrator, PageQuery, Narrowing, CancellationToken, Task<Page<T>>> list) =>
        api.MapAdmin("GET", path, AdminRights.Read, async (administrator, context) =>
        {
            var (query, problem) = ListParameters.Read(context.Request.Query, orders);
            if (query is null)
                return problem!; // one of the two is there
            var (narrowing, wrong) = Narrowing.Read(context.Request.Query, filters);
            return narrowing is null ? wrong! : Answer.Ok(await list(administrator, query, narrowing, context.RequestAborted));
        }).Produces<Page<T>>().Fails(Problems.ValidationFailed).WithMetadata(new ListOrders(orders), new ListFilters(filters));
}

/// <summary>For the description: what a list can be narrowed by.</summary>
internal sealed record ListFilters(IReadOnlyList<ListFilter> All);
