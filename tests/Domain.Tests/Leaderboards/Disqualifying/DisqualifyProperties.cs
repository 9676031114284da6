using CsCheck;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leaderboards.Disqualifying;

namespace KaosNet.Domain.Tests.Leaderboards.Disqualifying;

/// <summary>
/// Random submissions, deletions, disqualifications and undos of one record, held against a model that knows nothing of histories: it hands the submissions
/// that count at present to a board on which nothing else ever happened.
/// </summary>
public class DisqualifyProperties
{
    static readonly string Ann = Specification.Player.UserId;
    static readonly StreamRef<Leaderboard> Board = Leaderboard.Kind.Of("cup");
    static readonly StreamRef<ScoreRecord> Record = ScoreRecord.Of("cup", 0, Ann);

    [Fact]
    public void a_record_is_what_the_submissions_that_count_would_have_made_of_it() => Gen.ULong.Sample(
        seed =>
        {
            var dice = new Dice(seed);
            var world = new World(OneOf(dice, Enum.GetValues<ScoreOperator>()), OneOf(dice, Enum.GetValues<SortOrder>()));
            for (var step = 0; step < 40; step++)
            {
                switch (dice.Roll(10))
                {
                    case < 6: world.Submit(dice); break;
                    case 6: world.Delete(dice); break;
                    case 7 or 8: world.Disqualify(dice); break;
                    default: world.Undo(dice); break;
                }

                world.Check();
            }

            world.UndoAll();
            world.Check();
        },
        iter: 150, threads: 1);

    static T OneOf<T>(Dice dice, T[] values) => values[dice.Roll(values.Length)];

    sealed class World(ScoreOperator rule, SortOrder order)
    {
        readonly LeaderboardCreated _created = new(false, order, rule, null, "{}", EnableRanks: true);
        readonly List<RecordedScore> _events = [];
        readonly Dictionary<string, HashSet<long>> _out = new(StringComparer.Ordinal);
        readonly Dictionary<long, Command<ScoreRecord>> _submissions = [];
        ScoreRecord _record = (ScoreRecord)ScoreRecord.Kind.Initial(Record.Id);
        int _ids;

        public void Submit(Dice dice)
        {
            var submit = new SubmitScore("cup", 0, Ann, dice.Roll(50), dice.Roll(5))
            {
                Metadata = dice.Roll(2) == 0 ? null : $$"""{"n":{{dice.Roll(100)}}}""",
                Username = dice.Roll(3) == 0 ? null : "ann" + dice.Roll(100),
                Override = dice.Roll(4) == 0 ? OneOf(dice, Enum.GetValues<ScoreOperator>()) : null,
            };
            var at = Next();
            var outcome = Specification.Given(Board, _created).And(Record, [.. _events.Select(one => one.Happened)]).When(submit, now: at);
            Append((ScoreRecordEvent)outcome.Events.ShouldHaveSingleItem().Event, at);
            _submissions[_events[^1].Version] = submit;
        }

        public void Delete(Dice dice)
        {
            if (_record.Exists && dice.Roll(2) == 0) Append(new ScoreRecordDeleted(), Next());
        }

        public void Disqualify(Dice dice)
        {
            var id = $"0d000000-0000-4000-8000-{_ids++:d12}";
            var chance = 1 + dice.Roll(4);
            var hits = _submissions.Keys.Where(_ => dice.Roll(4) < chance).Order().ToHashSet();
            if (hits.Count == 0) return;
            var history = History();
            var outcome = history.Without(hits);
            Append(new ScoresDisqualified(id, history.RangesOf(hits), outcome.Values, outcome.IsWithheld), Next());
            _out[id] = hits;
            History().CountOf(id).ShouldBe(hits.Count);
        }

        public void Undo(Dice dice)
        {
            if (_out.Count > 0) Undo(_out.Keys.Order(StringComparer.Ordinal).ElementAt(dice.Roll(_out.Count)));
        }

        public void UndoAll()
        {
            while (_out.Count > 0) Undo(_out.Keys.First());
        }

        public void Check()
        {
            // Against the fold of the stored events, and against a board on which only what counts was ever handed in.
            var values = RecordValues.Of(_record);
            History().AsItIs().ShouldBe(new Recomputation(values, _record.IsWithheld));
            RecordValues.Of(Naive(isOut: version => _out.Values.Any(hits => hits.Contains(version)))).ShouldBe(values);
            if (!_record.Exists) _record.IsWithheld.ShouldBe(Naive(_ => false).Exists);
        }

        ScoreRecord Naive(Func<long, bool> isOut)
        {
            var given = Specification.Given(Board, _created);
            foreach (var recorded in _events)
            {
                if (_submissions.TryGetValue(recorded.Version, out var submit))
                {
                    if (!isOut(recorded.Version)) given = given.When(submit, now: recorded.At).After;
                }
                else if (recorded.Happened is ScoreRecordDeleted)
                {
                    given = given.When(new DeleteScoreRecord("cup", 0, Ann), now: recorded.At).After;
                }
            }

            ScoreRecord? found = null;
            given.State(Record, record => found = record);
            return found!;
        }

        void Undo(string id)
        {
            var outcome = History().WithoutDisqualification(id);
            Append(new DisqualificationLifted(id, outcome.Values, outcome.IsWithheld), Next());
            _out.Remove(id);
        }

        RecordHistory History() => new(Record.Id, _events);

        DateTimeOffset Next() => Specification.Now.AddSeconds(_events.Count);

        void Append(ScoreRecordEvent happened, DateTimeOffset at)
        {
            _events.Add(new(_events.Count + 1, _events.Count + 1, happened, at, null));
            _record = (ScoreRecord)ScoreRecord.Kind.Evolve(_record, happened, at);
        }
    }
}
