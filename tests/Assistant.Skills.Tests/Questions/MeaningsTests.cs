using Assistant.Skills.Access;
using Assistant.Skills.Questions;
using Assistant.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Skills.Tests.Questions;

public sealed class MeaningsTests
{
    private static readonly Meaning ShipDate = new("column date", "orders.ship_date");

    private static async Task<Guid> SourceAsync(AssistantDatabase database)
    {
        var id = Guid.CreateVersion7();
        await database.RunAsync(
            $"""
            SET app.organization_id = '{database.Ours.OrganizationId}';
            INSERT INTO data_sources (organization_id, id, name, kind, address, connection, state, catalog, created_by, created_at)
            VALUES ('{database.Ours.OrganizationId}', '{id}', 'Orders', 'File', 'orders.csv', '', 'Ready', '[]', '{database.Ours.UserId}', now())
            """);
        return id;
    }

    [Fact]
    public async Task A_choice_is_kept_for_the_person_replaced_by_a_later_one_and_forgotten_on_request()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var services = database.Services();
        var (meanings, source) = (services.GetRequiredService<Meanings>(), await SourceAsync(database));
        await meanings.KeepAsync(database.Ours, source, new("column date", "orders.order_date"), "Order date", default);
        await meanings.KeepAsync(database.Ours, source, ShipDate, "Ship date", default);

        var kept = Assert.Single(await meanings.OfAsync(database.Ours, source, default));
        Assert.Equal((ShipDate, "Ship date"), (kept.Meaning, kept.Label));
        Assert.True(await meanings.ForgetAsync(database.Ours, source, ShipDate.Phrase, default));
        Assert.Empty(await meanings.OfAsync(database.Ours, source, default));
    }

    [Fact]
    public async Task Each_person_has_choices_of_their_own()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var services = database.Services();
        var (meanings, source, colleague) = (services.GetRequiredService<Meanings>(), await SourceAsync(database), await database.ColleagueAsync(database.Ours, Permission.ReadData));
        var ordered = new Meaning(ShipDate.Phrase, "orders.order_date");
        await meanings.KeepAsync(database.Ours, source, ShipDate, "Ship date", default);
        Assert.Empty(await meanings.OfAsync(colleague, source, default));
        Assert.False(await meanings.ForgetAsync(colleague, source, ShipDate.Phrase, default));

        await meanings.KeepAsync(colleague, source, ordered, "Order date", default);
        Assert.Equal(ordered, Assert.Single(await meanings.OfAsync(colleague, source, default)).Meaning);
        Assert.Equal(ShipDate, Assert.Single(await meanings.OfAsync(database.Ours, source, default)).Meaning);
    }

    [Fact]
    public async Task Another_organization_neither_sees_nor_forgets_it()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var services = database.Services();
        var (meanings, source) = (services.GetRequiredService<Meanings>(), await SourceAsync(database));
        await meanings.KeepAsync(database.Ours, source, ShipDate, "Ship date", default);
        Assert.Empty(await meanings.OfAsync(database.Theirs, source, default));
        Assert.False(await meanings.ForgetAsync(database.Theirs, source, ShipDate.Phrase, default));
        Assert.Single(await meanings.OfAsync(database.Ours, source, default));
    }
}
