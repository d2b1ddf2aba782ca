// runs: (0)="string"; (1)="32768"; (2)="3.5"; (3)="Ldc"; (4)="[I"; (5)="true"; (6)="-2147483648"
public class Ldc {
    public static Object test(int n) {
        switch (n) {
            case 0: return "string";
            case 1: return 32768 + n - 1;
            case 2: return 1.5f + n;
            case 3: return Ldc.class.getName();
            case 4: return int[].class.getName();
            case 5: return "żółw" == "żółw".intern();
            default: return -2147483648;
        }
    }
}
