// runs: (1)="10"; (2)="14"; (3)=!java.lang.IllegalArgumentException "n3"
public class SwitchExpression {
    public static Object test(int n) {
        int r = switch (n) {
            case 0, 1 -> 10;
            case 2 -> {
                int x = n * 7;
                yield x;
            }
            default -> throw new IllegalArgumentException("n" + n);
        };
        return r;
    }
}
