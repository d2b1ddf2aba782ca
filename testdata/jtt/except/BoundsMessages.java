// runs: (1, 3)="StringIndexOutOfBoundsException String index out of range: 3"
// runs: (1, -1)="StringIndexOutOfBoundsException String index out of range: -1"
public class BoundsMessages {
    public static Object test(int n, int i) {
        try {
            switch (n) {
                case 0: return new int[3][i];
                default: return "abc".charAt(i);
            }
        } catch (IndexOutOfBoundsException e) {
            return e.getClass().getSimpleName() + " " + e.getMessage();
        }
    }
}
