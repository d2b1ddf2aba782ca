// runs: (32767)=32767; (32768)=-32768; (-32769)=32767; (65535)=-1
public class I2S {
    public static short test(int a) {
        return (short) a;
    }
}
