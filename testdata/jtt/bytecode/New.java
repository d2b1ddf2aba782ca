// runs: (0)="sb1"; (1)="3"; (2)="9"; (3)="[I[[LNew;"
public class New {
    int field = 3;

    New() {
    }

    New(int f) {
        field = f;
    }

    public static Object test(int n) {
        if (n == 0) return new StringBuilder("sb").append(1).toString();
        if (n == 1) return new New().field;
        if (n == 2) return new New(9).field;
        return new int[0].getClass().getName() + new New[2][3].getClass().getName();
    }
}
