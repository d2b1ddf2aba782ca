// runs: (0)=1; (1)=105; (2)=90; (-1)=!java.lang.NullPointerException
public class EnumSwitch {
    enum Kind {
        RED,
        GREEN,
        BLUE {
            @Override int weight() { return 9; }
        };

        int weight() { return 1; }
    }

    public static int test(int n) {
        Kind k = n < 0 ? null : Kind.values()[n];
        switch (k) {
            case RED: return 1;
            case BLUE: return k.weight() * 10;
            default: return k.ordinal() * 100 + k.name().length();
        }
    }
}
