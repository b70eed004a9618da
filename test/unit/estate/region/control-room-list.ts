/**
 * The demonstration estate as experienced shift leaders listed it. `id[criticality]: deps`; `|` either suffices,
 * `~` soft, `{s}` one per site, `ext` external, `-` none. A service at a site also needs wan-{s} and lan-{s}.
 */
export const CONTROL_ROOM_LIST = `
power1[2]:- power2[2]:- core1[2]:power1 core2[2]:power2 wan-core[1]:core1|core2 nhn[1,ext]:wan-core internett[3]:nhn
wan-{s}[1]:wan-core lan-{s}[1]:- wlc[2]:core1|core2 wifi-{s}[2]:lan-{s},wlc,radius
fw[1]:core1|core2 lb[1]:fw dns[1]:core1|core2 dhcp[2]:dns ntp[2]:core1|core2
san1[2]:core1 san2[2]:core2 virt1[2]:san1 virt2[2]:san2 sql[1]:virt1|virt2 filer[2]:virt1|virt2,ad backup[3]:san2,~ad
ad[1]:dns,ntp,virt1|virt2 pki[2]:ad radius[2]:ad,~pki sso[2]:ad,pki,lb iam[3]:ad,sql helseid[2,ext]:nhn
citrix[1]:ad,lb,filer,virt1|virt2 fjernskrivebord[2]:citrix,sso,internett print[3]:ad,filer mdm[3]:internett,pki
epost[3]:ad,virt1|virt2,~internett siptrunk[1,ext]:wan-core telefoni[1]:core1|core2,siptrunk,~ad sykesignal-{s}[1]:lan-{s}
ie[1]:virt1,sql meldinger[2]:ie,nhn,pki
dips-db[1]:san1,virt1 dips-arena[1]:dips-db,ad,citrix,~ie,~sso dips-lesekopi[1]:virt2,~dips-db
ek[1]:sql,ad,citrix,~ie,~dips-arena ek-mtu[1]:ie,~ek nødkurve-{s}[1]:lan-{s},~ek
ris[1]:sql,ad,~ie pacs[1]:san1|san2,sql,ad,~ris bildearkiv[3]:san2,~pacs
lab[1]:virt1,sql,ad,~ie labinstr-{s}[2]:lan-{s},~lab patologi[2]:sql,ad blodbank[1]:sql,ad,~lab rekvirering[2]:dips-arena,ie,lab
partus[1]:virt1,sql,ad,~dips-arena nødnett[1,ext]:- amis[1]:sql,~ad,~dips-arena amk-iccs[1]:telefoni,nødnett,~amis amk-lydlogg[2]:amk-iccs
modi[2]:ie,~mdm,wifi-{s},~sykesignal-{s} tavle[2]:dips-arena,~ie
kjernejournal[2,ext]:nhn,helseid e-resept[2,ext]:nhn forskrivning[2]:dips-arena,e-resept,pki helsenorge[3,ext]:nhn apotek[2]:sql,~e-resept cytostatika[1]:sql,~apotek
video[2]:nhn turnus[3]:sql,ad intranett[4]:ad økonomi[4]:sql,ad itsm[3]:ad,sql
his-siem[2]:san2,~ad his-edr[2]:internett his-pam[2]:ad
`;

/** One entry of the list. */
export interface Listed {
  readonly id: string;
  readonly criticality: number;
  readonly external: boolean;
  /** Named one per site. */
  readonly perSite: boolean;
  readonly needs: readonly string[];
}

/** The list, read. */
export function controlRoomList(): readonly Listed[] {
  return CONTROL_ROOM_LIST.trim()
    .split(/\s+/)
    .map((text) => {
      const match = /^([^[]+)\[(\d)(,ext)?\]:(.+)$/.exec(text);
      if (!match) throw new Error(`not an entry: ${text}`);
      const [, id = '', criticality, external, needs = ''] = match;
      return {
        id: id.replace('-{s}', ''),
        criticality: Number(criticality),
        external: external !== undefined,
        perSite: id.endsWith('-{s}'),
        needs: needs === '-' ? [] : needs.replaceAll('-{s}', '').split(','),
      };
    });
}
