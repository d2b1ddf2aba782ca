// runs: (0)="zero or less2.5n99"; (4)="11.0y1"
public class Ternary {
    public static Object test(int n) {
        Object o = n > 0 ? 1 : "zero or less";
        Object p = n > 1 ? 1 : 2.5;
        char c = n > 2 ? 'y' : 'n';
        return "" + o + p + c + (n > 3 ? (Integer) 1 : (Character) 'c');
    }
}
