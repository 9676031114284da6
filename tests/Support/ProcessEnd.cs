namespace KaosNet.Tests.Support;

/// <summary>What is left to do when a test process ends: the last thing set up is taken down first.</summary>
static class ProcessEnd
{
    static readonly Stack<Action> Steps = new();

    static ProcessEnd() => AppDomain.CurrentDomain.ProcessExit += (_, _) => DoAll();

    public static void Do(Action step)
    {
        lock (Steps) Steps.Push(step);
    }

    static void DoAll()
    {
        lock (Steps)
        {
            while (Steps.TryPop(out var step)) step();
        }
    }
}
