using AuthServer.Core.Data;
using AuthServer.Core.Deliveries;
using AuthServer.Core.Users;
using AuthServer.Core.Webhooks;
using AuthServer.Hosting;

namespace AuthServer.AdminApi;

/// <summary>/api/admin/webhooks/{id}/deliveries: what a webhook was told, and what it said.</summary>
internal sealed class DeliveryCalls(WebhookStore webhooks, DeliveryDirectory deliveries, WebhookDelivery delivery)
{
    private static readonly ListFilter[] Filters = [ListFilter.OneOf("state", [.. Enum.GetValues<DeliveryState>().Select(Words.Snake)])];

    public static void Map(IEndpointRouteBuilder api)
    {
        var calls = ActivatorUtilities.CreateInstance<DeliveryCalls>(api.ServiceProvider);
        api.MapAdmin("POST", "/webhooks/{id}/test", AdminRights.Security, calls.TestAsync).WithSummary("Tell a webhook something that means nothing")
            .WithDescription("An event of type `webhook.test`, also where it is not asked for. Look at the delivery to see whether it arrived.")
            .Produces<AdminDelivery>(StatusCodes.Status202Accepted).Fails(Problems.NotFound).Example(null, AdminDelivery.Example);
        api.MapAdmin("GET", "/webhooks/{id}/deliveries", AdminRights.Read, calls.ListAsync).WithSummary("What a webhook was told, for 30 days")
            .WithDescription("`q`: a type of events.").WithMetadata(new ListOrders(TimeOrder.Orders), new ListFilters(Filters))
            .Produces<Page<AdminDelivery>>().Fails(Problems.NotFound, Problems.ValidationFailed)
            .Example(null, new Page<AdminDelivery>([AdminDelivery.Example], null));
        api.MapAdmin("POST", "/webhooks/{id}/deliveries/{delivery_id}/retry", AdminRights.Security, calls.RetryAsync).WithSummary("Send something once more")
            .WithDescription("Under the same `webhook-id`, also where it was taken.")
            .Produces(StatusCodes.Status204NoContent).Fails(Problems.NotFound, Problems.TooLate);
    }

    private async Task<IResult> TestAsync(Administrator administrator, HttpContext context)
    {
        var ct = context.RequestAborted;
        if (context.FindId("id") is not { } id || await webhooks.TestAsync(id, administrator.Because(), ct) is not { } test)
            return Problems.NotFound;
        delivery.Sweep();
        return await deliveries.FindAsync(id, test, ct) is { } owed ? Answer.Accepted(AdminDelivery.Of(owed)) : Problems.NotFound;
    }

    private async Task<IResult> ListAsync(Administrator administrator, HttpContext context)
    {
        var (query, problem) = ListParameters.Read(context.Request.Query, TimeOrder.Orders);
        if (query is null)
            return problem!; // one of the two is there
        var (narrowing, wrong) = Narrowing.Read(context.Request.Query, Filters);
        if (narrowing is null)
            return wrong!; // likewise
        if (context.FindId("id") is not { } id || await webhooks.FindAsync(id, context.RequestAborted) is null)
            return Problems.NotFound;
        var state = Words.Parse<DeliveryState>(narrowing["state"]);
        return Answer.Ok((await deliveries.ListAsync(id, query, state, context.RequestAborted)).Select(AdminDelivery.Of));
    }

    private async Task<IResult> RetryAsync(Administrator administrator, HttpContext context)
    {
        var ct = context.RequestAborted;
        if (context.FindId("id") is not { } webhook || context.FindId("delivery_id") is not { } id
            || await deliveries.FindAsync(webhook, id, ct) is null)
            return Problems.NotFound;
        return await deliveries.RetryAsync(webhook, id, administrator.Because(), ct) ? Answer.Done : Problems.TooLate;
    }
}
