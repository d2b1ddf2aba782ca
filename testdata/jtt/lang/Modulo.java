// runs: (7, 3)="1 1 2 2"; (-7, 3)="-1 2 -3 -2"; (7, -3)="1 -2 -3 -2"
// runs: (-2147483648, -1)="0 0 -2147483648 -2147483648"
public class Modulo {
    public static Object test(int a, int b) {
        return a % b + " " + Math.floorMod(a, b) + " " + Math.floorDiv(a, b) + " " + a / b;
    }
}
