import type { KeyGeneration } from '../../services/authorization-server/keys/key-ring.ts';

/**
 * The keys the authorization server goes over to, one generation after the other. The first of them is
 * published while it does not sign yet. Published whole, as every lab key is; they secure nothing.
 */
export const LATER_KEYS: readonly KeyGeneration[] = [
  {
    accessToken: {
      kty: 'OKP',
      crv: 'Ed25519',
      x: 'ryybrkRqRlYnH-Xa4Y5w3bPODhtfEtyNxXcmA4eQ55I',
      d: 'Ccb8zN7fYiJB5-kiEsIiFFBOn-tlosJbAucqIEW7YuU',
      kid: 'as-2026-12',
      alg: 'Ed25519',
      use: 'sig',
    },
    idToken: {
      kty: 'RSA',
      n: 'oT4E6scd_0znjR6_5r8qNF-MqZKpcFvUZ1XLTC2qOJlM1vKO48Uy4e83L7r_9iE_1r0B-o0L9F5w7u5EPysgmt6cGe47lKi-CqXZGYR9a_tLNNo33J6Bpr6Y_58RRfl5VZ0gROiSxItIgNoVCAv7eB22EWMo4lHBW69Uw9DxaFK8IDmmgMefhQ-cgoBM0l-GGMrT2wJ120Oq0ddCmcb0I4kPObb8hOHSwLX4xmGSsJAGFPyivuaw2HLdgz7NEwXtpbx683LdXQTAGTMgS_2cpYGRjgnH3gBFBW7Jccw178NvZeZh7Aw_O89z9_3JmLhzKUgn42E7nitMD5pqo9GrAw',
      e: 'AQAB',
      d: 'GwF4sFveLdLTG2Mxj_OnnXL9a69ZOqzes9n-PUmOr4EZigzBGuv93DKFIzTmRvKFrzEj4jN6c5jXwGTewFe4U8gCDCPHDdx_S-hAJtJ2cT36-CSuY4CWxXc5x-J78aTZihnRfEkZv9p2L8KW8CyVlyYexuW9RL6drH3-q_dUX3zra_uK3qbc7InBdKooVDIKqdjCjy_IG-OX8yty4PpLkNtTFI4zQpbs5AFKTA9rwjT-l23_JSSQKcl9v6R9hvd6NsngmxeDdFsatLEz2bCt_4ydF_XLOzBkc4HXh69LJejN-JgSyBvf2yXziWwKpeD6uAes6VmjT5-OUejku-zUDQ',
      p: '4_pTIY3LsAobqMwdqzGeFqbrsRe6IGsvCLurgX33Tz3k6wFp7FexLSopSqMTBsK8KS9bvO5iVjJECHVdy0YoE-57HBWGW76l1moxcF1HsgoJA27U1HdZIDOIFdB68ivjN2JeOjTs2CznFi0gl0mRjrVyRrXjuco8vCZ3OLh6MUU',
      q: 'tQ_BrFMjOHV3y2a5dhyLBvBl9DlSWwUDgamAeO1TQJVMK5e3_V8tdrkZAUZPE1ky3zsjepvxcC3qpd6cNpSH5xLOT6xHbZ9iSBAlrEX4o0sTUf6gu0OVpg1yz6DU76LOOm4XcKz5RWFDnI5u-PX8oTClSdZJPM9yBWMfAVe4W6c',
      dp: 'nHCukxvmZkrJaC-JPGyz-v9YRRHvG0fx4qBFtHpoNuxWJh22PgR_BGsmIp189Oq0i95_qUo8GMIthVBkqJTf8612tXLf3B0bV-NPQbgA9t-EB-MKETJE6p_yBmYluAD9zoel-XNQA5fsi380GhzV0YQZgwRV3Kw2uTX8IeQVlbE',
      dq: 'hGEczQ2L9r-L8p8MghqkW1JweHtgh0PHKInxcHi0IcgGhOjMkOeBqgfzDEeHkTHqS-RFMGPLxqULpnJ37D_0jTHmvcHMB448oUuM_8O44ksFuTFd-wyS4XF7u-pvRTXXakkLwkn1hpByiohpAoV3S7LxZmbR7TAOwXmTNbwZAok',
      qi: 'CvwVAVNsS--JLQvpT6tbtIC8xyoHr1gIZ-YUgCh3vKrtDhHt9t91oukhqKzTCqwGF1lzLDE5MYvFAjHCFyNgPahLROeBGN9t5HVR8FrgyTidB0FhrbDbjpIu-oDx_EmWvhRRa_Juselby5NY1tYg2_0tfE0Ezd3LwVGd-SA_dmQ',
      kid: 'as-2026-12-rsa',
      alg: 'RS256',
      use: 'sig',
    },
  },
  {
    accessToken: {
      kty: 'OKP',
      crv: 'Ed25519',
      x: 'v_ZkvCOFuhYmiO4gcqBgpBDMLgJsxDCoe6NA3NTP9LI',
      d: 'ktJZj3ss0e2x-R9vV_6Jh-KIbvbQ6ulIWbz5Rw29s4Y',
      kid: 'as-2027-01',
      alg: 'Ed25519',
      use: 'sig',
    },
    idToken: {
      kty: 'RSA',
      n: 'qgtVIk2IqbIiTkPznrqBFTWgYUuyek99iM5HAxcYtNq2TqwvEYH3J3VbempCmBL1Dyn9WFowNddYc5FZn_dZljdMNsGO6o-D2goQQo23_cPkHntnLUZ6iGmUASevHz9FCJ2PpC_Lvi65F8W3jjAs3H6V5czSpVnkw-IQatD5EfDddy69kwvUgkk1BmCmk7szVQ-H2D5DT9hYcAuo6lueS5DC3pJzSVJTlcYKNpenlH40vCsEjXCvdMxYXZ3oaX-d6qo3M6Fbl21kw1zqlhuW1XGVn52TumvdV05jrMFFwQwDNcp7a0q24jqcO6GjmtDa0jLxFu5JGi7mSjtEEd7_ow',
      e: 'AQAB',
      d: 'CJvmRYRTZPQF1JyQGvsqSd6bLhHdCWA45NI8uiVTNOTV0gnZoDNKRg8lAH-cu4JKMehYUT7PrgonCkLTnMuzF23ZR_RovetiK4nS5Ouz4v8l730j7iDhV0KxIZXWweg8IIGJojBhSlGnQVLbRjGeM9Oc1zOVfpWchWZOmnnWAlhwP_PTnOOz427qyYwPBMX4dVgd1RgCUnubEXfrkD5m-6lFVVjZvBiFVrXV6MWWuHTxIVavos-cD1WtJ5clLex27MsyPSQXjD1bn1KvzicneLyuk1DksZAuCeQZxLaacJrCsyW48zCa3He54c2y0kLY11BNlvBrPnHSAL6fwExdAQ',
      p: '56dLH8N3d-bSIjj0sb4p6oFPa7KjatDev62WXcw9wIqOIjQiivj3LRV09RZHEockZcrZnL1EahjUrRFrMDUBRGyskLUFwcNcehIo_-5d-ZKXYtEInxUkBCmCFhGTTRjCPHpOKrmcJcQZFtMoZrSK2MByJQ5ISJCDgxSCjZ-3zmM',
      q: 'u-psrVdFS4up0wliCXKUHw_jDCjbi-udWqToozdFlWCzi1LGZE5Ujwc_SgH0WBikN7KHLzhj6NrUmmFQwCWNj47NHg8EK3ilEJmRzeOJ8xDYF1cIYO-XMb9NLZnqmm9o2KOwduR78wWM5M7QOG15dmgUDfuIDUdjcdNgt8N3LcE',
      dp: 'bueY_8wFFlJbqCa8f5wbVTozW8xakHkPK5Vft-hgaB3tjlKHdyFatSrgo7XWsPgiZNmI9ZFnf6QDrhf4yUuXH7snouAHsYxmacrn9h-YvjOAZr7M8dydMaDttsMTUoXX-DxVz_6s0yffGx5c6U7man84JqV_1b3aOJdJKaSdyyE',
      dq: 'Bo1E3sJVMy4abLY-CdBJ489c_jaKeRVs9hUb21z4-x1VBT2Ml0C36Ai7pyvsRgoN57c8yWOw8BR5JyzPcPOePOwgsLSbU5ywPKTuFXyieawTrLSnISIZZm2iFj3wlRPfVvZWF78dpzqBUBT5443Fl2BHmrkzZCsiB3z0OVQCWsE',
      qi: 'BZIeQ9vaK8jUomsS1lcV1xGXXuXO0OgWM4f96Z2YXo3u7-kK-o-emo33goCPDUzw5-xx5miEBj4n2ZwJr-Ke2fP0EbbOWzSFR3iN-q1rru28QP8q3pVmywDPUikJqGM2fHOsrsXxokbm7vuGBrFyEMuL31vH3uylIWQ0ivqZwuo',
      kid: 'as-2027-01-rsa',
      alg: 'RS256',
      use: 'sig',
    },
  },
];
