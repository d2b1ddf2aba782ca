/** What ends calls that would run for too long, at the same instruction in every VM. */
public class Fuel {
    /** Calls and turns of loops that the mutated code may still make. */
    public static int left;

    private static final int ARRAY_MAX = 20_000;

    /** Without a stack trace, which may be long by then. */
    static final class Exhausted extends Error {
        Exhausted() {
            super("out of fuel", null, false, false);
        }
    }

    static final Exhausted EXHAUSTED = new Exhausted();

    public static void exhausted() {
        throw EXHAUSTED;
    }

    public static void spend() {
        if (--left < 0) throw EXHAUSTED;
    }

    /** The length of an array that is about to be made. */
    public static int length(int length) {
        if (length > ARRAY_MAX) throw EXHAUSTED;
        return length;
    }
}
