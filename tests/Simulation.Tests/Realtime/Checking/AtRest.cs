using KaosNet.Simulation.Tests.Realtime.Playing;

namespace KaosNet.Simulation.Tests.Realtime.Checking;

/// <summary>What must hold once nobody does anything any more and everything that was said has arrived: asked until it does, or for too long.</summary>
public sealed class AtRest(GameWorld world)
{
    readonly List<Seat> _seats = [.. world.Players.SelectMany(player => player.Seats)];

    List<Seat> Open => _seats.FindAll(seat => seat.IsOpen);

    /// <summary>In every place all members see the same members, and they are those who came and did not leave.</summary>
    public void MembersAgree()
    {
        var places = Open.SelectMany(seat => seat.Look(_ => seat.Stays.Where(stay => stay.IsCurrent && IsSure(stay.Place)).ToList()).Select(stay => (Seat: seat, Stay: stay)))
            .Where(one => !one.Stay.Place.StartsWith("status:", StringComparison.Ordinal))
            .GroupBy(one => one.Stay.Place).ToList();
        foreach (var place in places)
        {
            var members = place.Where(one => !one.Stay.IsHidden).Select(one => one.Seat.SessionId).ToHashSet();
            foreach (var (seat, stay) in place)
            {
                var (seen, leader) = seat.Look(_ => (stay.Seen.ToHashSet(), stay.Leader));
                seen.SetEquals(members).ShouldBeTrue($"{seat} in {place.Key} sees {seen.Count} of {members.Count}: "
                    + $"missing {string.Join(' ', members.Except(seen))}, too many {string.Join(' ', seen.Except(members).Select(Describe))}; told {seat.Look(_ => string.Join(" | ", stay.Told))}");
                if (!world.IsParty(place.Key)) continue;
                members.ShouldContain(leader, $"{seat} in party {place.Key}: its leader is no member");
                leader.ShouldBe(place.First().Seat.Look(_ => place.First().Stay.Leader), $"{seat} in party {place.Key}: two leaders");
                members.Count.ShouldBeLessThanOrEqualTo(stay.MaxSize);
            }
        }

        places.Count.ShouldBeGreaterThan(world.Players.Count / 20, "Hardly anybody met: the simulation simulates nothing.");
    }

    /// <summary>Whoever follows somebody sees the status of each of their sockets.</summary>
    public void StatusesAgree()
    {
        var shown = Open.Where(seat => seat.Status is not null).GroupBy(seat => seat.Player.UserId)
            .ToDictionary(user => user.Key, user => user.ToDictionary(seat => seat.SessionId, seat => seat.Status!));
        foreach (var seat in Open)
        {
            foreach (var user in seat.Followed.Where(user => !seat.Doubtful.Contains(user)))
            {
                var wanted = Words(shown.GetValueOrDefault(user, []));
                var seen = seat.Look(_ => seat.Stays.LastOrDefault(stay => stay.Place == "status:" + user && !stay.IsOver) is { } stay
                    ? Words(stay.Seen.ToDictionary(session => session, session => stay.Presences[session].Status ?? "")) : "");
                seen.ShouldBe(wanted, $"{seat} follows {user}");
            }
        }
    }

    /// <summary>Whoever was in a place when something was said there, and is still there, has heard it.</summary>
    public void EverybodyHeard()
    {
        var stays = Open.SelectMany(seat => seat.Look(_ => seat.Stays.Where(stay => stay.IsCurrent).ToList()).Select(stay => (Seat: seat, Stay: stay)))
            .ToLookup(one => one.Stay.Place);
        var deliveries = 0;
        foreach (var said in world.Ledger.Said.Where(said => said.IsCertain && IsSure(said.Place)))
        {
            foreach (var (seat, stay) in stays[said.Place])
            {
                if (stay.Known > said.Begun) continue;
                if (said.To.Count > 0 ? !said.To.Contains(seat.SessionId) : seat.SessionId == said.Speaker && !ComesBack(said.Place)) continue;
                deliveries++;
                seat.Look(_ => seat.HasHeard(said.Id)).ShouldBeTrue($"{seat} has not heard {said} and was there since {stay.Known}");
            }
        }

        world.Ledger.Tally["deliveries that were certain at rest"] = deliveries;
        deliveries.ShouldBeGreaterThan(world.Players.Count / 10, "Hardly anything was said: the simulation simulates nothing.");
    }

    /// <summary>No socket was closed but for a reason.</summary>
    public void EndsHaveReasons()
    {
        foreach (var seat in _seats.Where(seat => seat is { Ending: not null, Excuse: null } && seat.Run == world.Run))
        {
            if (seat.Tried.Any(world.Broken.ContainsKey) && seat.Ending!.Text == "server-side session disconnect") continue;
            if (seat.WasDeaf && (seat.Ending!.Text == "session outgoing queue full" || seat.Ending.Code < 0)) continue;
            if (seat.Wire is not Wires.SocketWire && seat.Ending!.Code < 0) continue;
            world.Ledger.Violated($"{seat} was closed for no reason: {seat.Ending}");
        }

        foreach (var seat in _seats.Where(seat => seat is { Excuse: "replaced", Ending.Code: >= 0 } && seat.Run == world.Run))
            if (!seat.WasToldOfSingleSocket && seat.Ending!.Text == "server-side session disconnect" && !seat.Tried.Any(world.Broken.ContainsKey))
                world.Ledger.Violated($"{seat} gave way to a newer one and was not told");
    }

    bool IsSure(string place) =>
        !world.Ledger.IsDoomed(place) && !(place.StartsWith("4.", StringComparison.Ordinal) && place.Split('.').Any(world.Vanished.ContainsKey));

    bool ComesBack(string place) => place[1] == '.' || world.Arenas.ContainsKey(place);

    string Describe(string session) =>
        _seats.Find(seat => seat.SessionId == session) is { } seat ? $"{seat} (run {seat.Run}, {seat.Excuse}, {seat.Ending})" : session;

    static string Words(Dictionary<string, string> statuses) => string.Join(", ", statuses.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key} {one.Value}"));
}
